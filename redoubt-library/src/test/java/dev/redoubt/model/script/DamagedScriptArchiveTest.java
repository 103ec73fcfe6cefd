package dev.redoubt.model.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redoubt.BadInputException;
import dev.redoubt.data.InputSpec;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.RandomStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are no intact TorchScript archive: one sentence, and the JVM lives on. */
class DamagedScriptArchiveTest {
  private static final InputSpec FOUR = new InputSpec(List.of(4), 0, 1);

  @TempDir private Path folder = Path.of("");
  private Path good = Path.of("");
  private Path bad = Path.of("");

  @BeforeEach
  void writeGoodOne() {
    bad = folder.resolve("bad.pt");
    good =
        ScriptFixture.write(
            folder.resolve("good.pt"), "def forward(self, x):\n  return x @ self.w.t()\n");
  }

  private static void read(Path file) {
    ScriptModel.read("net", file, FOUR, Device.CPU);
  }

  private void assertRefused(String sentence) {
    assertThatThrownBy(() -> read(bad))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("bad.pt")
        .hasMessageContaining(sentence)
        .hasMessageNotContaining("\n");
  }

  @Test
  void missingFile() {
    assertRefused("bad.pt does not exist");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "P", "GIF89a", "\u0008\u0007ONNX"})
  void wrongMagic(String content) throws IOException {
    Files.writeString(bad, content);

    assertRefused("is no zip, expected a TorchScript archive");
  }

  @Test
  void barePickle() throws IOException {
    Files.write(bad, new byte[] {(byte) 0x80, 2, (byte) 0x8a, 10});

    assertRefused("say with --arch which architecture");
  }

  @Test
  void zipOfAStateDict() {
    ScriptFixture.rewritten(
        good,
        bad,
        (name, bytes) ->
            name.contains("/code/") || name.endsWith("constants.pkl") ? new byte[0] : bytes);

    assertRefused("say with --arch which architecture");
  }

  @Test
  void zipOfSomethingElse() {
    ScriptFixture.rewritten(
        good, bad, (name, bytes) -> name.endsWith("data.pkl") ? new byte[0] : bytes);

    assertRefused("is a zip without data.pkl");
  }

  @Test
  void missingCode() {
    ScriptFixture.rewritten(
        good, bad, (name, bytes) -> name.contains("/code/") ? new byte[0] : bytes);

    assertRefused("it has no code");
  }

  @Test
  void missingConstants() {
    ScriptFixture.rewritten(
        good, bad, (name, bytes) -> name.endsWith("constants.pkl") ? new byte[0] : bytes);

    assertRefused("it has no constants.pkl");
  }

  @Test
  void everyTruncation() throws IOException {
    byte[] whole = Files.readAllBytes(good);
    for (int length = 2; length < whole.length; length += 37) {
      Files.write(bad, Arrays.copyOf(whole, length));

      assertRefused("bad.pt is truncated or damaged: ");
    }
  }

  @Test
  void flippedBitsAreFoundByTheirChecksums() throws IOException {
    byte[] whole = Files.readAllBytes(good);
    RandomStream stream = RandomStream.of(1, -1, "flips");
    int refused = 0;
    for (int i = 0; i < 300; i++) {
      byte[] flipped = whole.clone();
      flipped[stream.below(flipped.length)] ^= (byte) (1 << stream.below(8));
      Files.write(bad, flipped);
      refused += isRefused(bad) ? 1 : 0;
    }
    assertThat(refused).isPositive(); // the rest hit padding
  }

  /** Damage that a checksum can't show: only the engine can refuse it. */
  @ParameterizedTest
  @ValueSource(strings = {"data.pkl", ".py", "constants.pkl", "data/0", "version"})
  void damageUnderAnIntactChecksumDoesNotCrash(String part) {
    RandomStream stream = RandomStream.of(2, -1, part);
    for (int i = 0; i < 150; i++) {
      ScriptFixture.rewritten(
          good,
          bad,
          (name, bytes) -> {
            if (name.endsWith(part)) {
              for (int k = 0; k <= stream.below(4); k++) {
                bytes[stream.below(bytes.length)] ^= (byte) (1 << stream.below(8));
              }
            }
            return bytes;
          });
      isRefused(bad);
    }
  }

  @Test
  void tensorLargerThanItsDataIsRefused() {
    ScriptFixture.rewritten(
        good,
        bad,
        (name, bytes) -> name.endsWith("data/0") ? Arrays.copyOf(bytes, bytes.length / 2) : bytes);

    assertRefused("its data '0' have 24 bytes, but 12 elements of 4 bytes are declared");
  }

  /** The engine finds entries whatever their case: what is spelled otherwise is not looked at. */
  @ParameterizedTest
  @ValueSource(strings = {"/code/=/CODE/", ".py=.PY", "/data.pkl=/Data.pkl"})
  void otherSpellingsAreRefused(String change) throws IOException {
    String[] sides = change.split("=", 2);
    try (ZipFile in = new ZipFile(good.toFile());
        ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(bad))) {
      for (ZipEntry entry : Collections.list(in.entries())) {
        byte[] content = in.getInputStream(entry).readAllBytes();
        out.putNextEntry(new ZipEntry(entry.getName()));
        out.write(content);
        if (entry.getName().contains(sides[0])) {
          out.putNextEntry(new ZipEntry(entry.getName().replace(sides[0], sides[1])));
          out.write(content);
        }
      }
    }
    assertRefused("is not spelled as torch.jit.save does");
  }

  /** In lower case this root has a letter more: what follows it is told all the same. */
  @Test
  void otherSpellingsBehindAnUnusualRootAreRefused() throws IOException {
    try (ZipFile in = new ZipFile(good.toFile());
        ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(bad))) {
      for (ZipEntry entry : Collections.list(in.entries())) {
        String inner = entry.getName().substring(entry.getName().indexOf('/'));
        out.putNextEntry(new ZipEntry("\u0130" + inner.replace("/code/", "/CODE/")));
        out.write(in.getInputStream(entry).readAllBytes());
      }
      out.putNextEntry(new ZipEntry("\u0130/code/other.py"));
      out.write('#');
    }
    assertRefused("is not spelled as torch.jit.save does");
  }

  /** The engine joins and unescapes literals: an attribute's name must be there to be read. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "getattr(torch, \"from\\137file\")",
        "getattr(torch, \"from_\" \"file\")",
        "getattr (torch, 'from\\137file')",
      })
  void hiddenFileAccessIsRefused(String hidden) {
    Path written = folder.resolve("written");
    ScriptFixture.rewritten(
        good,
        bad,
        (name, bytes) ->
            name.endsWith(".py")
                ? new String(bytes, StandardCharsets.UTF_8)
                    .replaceFirst(
                        "(def forward.*?\\n *x: Tensor\\) -> Tensor:\\n)",
                        "$1    e = "
                            + Matcher.quoteReplacement(hidden)
                            + "(\""
                            + written
                            + "\", True, 16, dtype=6)\n")
                    .getBytes(StandardCharsets.UTF_8)
                : bytes);

    assertRefused("is refused: its code");
    assertThat(written).doesNotExist();
  }

  @Test
  void codeThatDoesNotCompileIsRefused() {
    ScriptFixture.rewritten(
        good,
        bad,
        (name, bytes) ->
            name.endsWith(".py")
                ? new String(bytes, StandardCharsets.UTF_8)
                    .replace("matmul", "matmool")
                    .getBytes(StandardCharsets.UTF_8)
                : bytes);

    assertRefused("bad.pt can't be used: the engine refuses it: ");
  }

  private static boolean isRefused(Path file) {
    try {
      read(file);
      return false;
    } catch (BadInputException e) {
      assertThat(e).hasMessageNotContaining("\n");
      return true;
    }
  }
}
