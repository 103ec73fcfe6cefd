package dev.redoubt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.redoubt.data.InputSpec;
import dev.redoubt.data.NpyArray;
import dev.redoubt.data.NpzWriter;
import dev.redoubt.model.ModelBundle;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.architecture.Mlp;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Audits on the command line: verdicts as exit codes, files, bad input, second looks. */
class AuditTest {
  private static final String AUDIT =
      "audit --threads 1 --model DIR/net.safetensors --data npz:DIR/points.npz --split all"
          + " --effort quick";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder = Path.of("");

  @BeforeAll
  static void prepare() throws IOException {
    RandomNet.write(folder);
    InputSpec input = new InputSpec(List.of(16), 0, 1);
    Network other = Network.create(new Mlp(List.of(32)).graph(List.of(16), 5, null), 9);
    new ModelBundle(other, input, List.of("a", "b", "c", "d", "e"), Map.of())
        .write(folder.resolve("other.safetensors"));
    float[] points = new float[24 * 16];
    points[20] = .5f;
    data("others", points);
    points[20] = 1.5f;
    data("outside", points);
    Files.writeString(
        folder.resolve("wide.csv"), "1,".repeat(16) + "a\n" + "5,".repeat(16) + "b\n");
    Files.createDirectory(folder.resolve("empty"));
    CommandLineRun refuted = run(AUDIT + " --threat linf:0.1 --claim 0.9 --out DIR/refuted");
    assertThat(refuted.code()).as(refuted.err()).isEqualTo(1);
    assertThat(refuted.out()).contains("REFUTED", "The claim of 90.0 %", "robust", "clean");
  }

  private static void data(String name, float[] points) throws IOException {
    try (OutputStream out = Files.newOutputStream(folder.resolve(name + ".npz"))) {
      NpzWriter.write(
          out,
          Map.of(
              "inputs", NpyArray.of(points, 24, 16),
              "labels", NpyArray.of(new long[24], 24)));
    }
  }

  private static String[] words(String command) {
    return CommandLineRun.words(command.replace("DIR", folder.toString())).toArray(String[]::new);
  }

  private static CommandLineRun run(String command) {
    return CommandLineRun.of(words(command));
  }

  private static JsonNode json(String out) throws IOException {
    return JSON.readTree(folder.resolve(out).resolve("audit.json").toFile());
  }

  private static List<String> tree() {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.map(Path::toString).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void filesHoldWhatTheVerdictRestsOn() throws IOException {
    JsonNode root = json("refuted");
    assertThat(root.path("verdict").asText()).isEqualTo("refuted");
    assertThat(root.path("claim").asDouble()).isEqualTo(.9);
    assertThat(root.path("effort").asText()).isEqualTo("quick");
    assertThat(root.path("samples").asInt()).isEqualTo(24);
    assertThat(root.path("clean_accuracy").path("estimate").asDouble()).isEqualTo(1);
    assertThat(root.path("checks").findValuesAsText("id")).contains("H1", "H2", "H3", "H4", "S2");
    try (Stream<Path> files = Files.list(folder.resolve("refuted"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "audit.json", "report.html", "samples.jsonl", "witnesses.npz", "card.md");
    }
  }

  /** A budget next to nothing, at which everything holds. */
  @Test
  void whatHoldsEndsWithZero() throws IOException {
    CommandLineRun run =
        run(AUDIT + " --quiet --threat linf:0.0001 --claim 0.9 --out DIR/credible");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).isEmpty();
    assertThat(json("credible").path("verdict").asText()).isEqualTo("credible");
    assertThat(run("audit verify --quiet DIR/credible").code()).isZero();
  }

  /** About half of the samples hold, on too few samples to say more. */
  @Test
  void whatNobodyCanTellEndsWithThree() throws IOException {
    CommandLineRun run =
        run(AUDIT + " --quiet --threat linf:0.01 --claim 0.75 --out DIR/inconclusive");
    JsonNode root = json("inconclusive");
    assertThat(run.code()).as(root.path("reasons").toString()).isEqualTo(3);
    assertThat(root.path("verdict").asText()).isEqualTo("inconclusive");
    assertThat(root.path("reasons").toString()).contains("Not run: ");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "--claim 1.5                   | --claim is a share & [0, 1] & 1.5",
        "--claim -0.1                  | --claim is a share & -0.1",
        "--claim NaN                   | --claim is a share & NaN",
        "--claim half                  | --claim & half",
        "--effort quik                 | unknown effort 'quik' & 'quick'",
        "--claim 0.99                  | a claim of 0.99 & 24 samples & 49 are needed",
        "--claim 0.01                  | a claim of 0.01 & 459 are needed",
        "--threat lnf:1                | unknown norm 'lnf' & 'linf'",
        "--threat linf:0               | positive",
        "--batch 0                     | batch & 0",
        "--twin DIR/none.safetensors   | none.safetensors",
        "--model DIR/none.safetensors  | none.safetensors & does not exist",
        "--data npz:DIR/outside.npz    | 1.5 & expected a number in",
        "--data csv:DIR/wide.csv       | 5.0 & outside the model's input range",
        "--data roadsigns --split test | but the model was trained on",
        "--out DIR/nowhere/audit       | nowhere & does not exist",
        "--out DIR/net.safetensors     | net.safetensors",
      })
  void badInputIsRefusedAndNothingIsLeftBehind(String changes, String said) {
    List<String> before = tree();
    String command = AUDIT + " --quiet --threat linf:0.1 --out DIR/bad";
    String[] changed = changes.trim().split(" ", -1);
    for (int i = 0; i < changed.length; i += 2) {
      command =
          command.replaceAll(changed[i] + " \\S+", "") + " " + changed[i] + " " + changed[i + 1];
    }
    CommandLineRun run = run(command.replaceAll(" +", " "));
    assertThat(run.code()).as(run.err()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines().findFirst().orElse(""))
        .startsWith("redoubt: ")
        .contains(said.split(" & "));
    assertThat(tree()).isEqualTo(before);
  }

  @Test
  void optionsThatAreMissingAreNamed() {
    CommandLineRun run = run("audit --model DIR/net.safetensors");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("--data").contains("--threat").contains("--out");
  }

  @Test
  void aSecondRunInTheSameFolderIsRefused() throws IOException {
    Path out = Files.createDirectory(folder.resolve("locked"));
    try (FolderLock lock = FolderLock.of(out, "not this one")) {
      CommandLineRun run = run(AUDIT + " --quiet --threat linf:0.1 --out DIR/locked");
      assertThat(run.code()).isEqualTo(2);
      assertThat(run.err()).contains("another run is writing to");
    }
    try (Stream<Path> files = Files.list(out)) {
      assertThat(files).isEmpty();
    }
    Files.delete(out);
  }

  @Test
  void theVerdictStandsOnASecondLook() {
    CommandLineRun run = run("audit verify DIR/refuted");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("witnesses", "all of them hold", "THE VERDICT STANDS");
  }

  private static void copy(String from, String to) throws IOException {
    Path target = Files.createDirectory(folder.resolve(to));
    try (Stream<Path> files = Files.list(folder.resolve(from))) {
      for (Path file : files.toList()) {
        Files.copy(file, target.resolve(file.getFileName()));
      }
    }
  }

  private static void change(String file, String from, String to) throws IOException {
    Path path = folder.resolve(file);
    String text = Files.readString(path);
    assertThat(text).contains(from);
    Files.writeString(path, text.replaceFirst(from, to));
  }

  @Test
  void filesThatWereChangedDoNotStand() throws IOException {
    copy("refuted", "flipped");
    change("flipped/samples.jsonl", "\"broken\"", "\"survived\"");
    CommandLineRun flipped = run("audit verify DIR/flipped");
    assertThat(flipped.code()).isEqualTo(1);
    assertThat(flipped.out())
        .contains("has a witness, but is not said to be broken", "THE VERDICT DOES NOT STAND");
    copy("refuted", "turned");
    change("turned/audit.json", "\"refuted\"", "\"credible\"");
    CommandLineRun turned = run("audit verify DIR/turned");
    assertThat(turned.code()).isEqualTo(1);
    assertThat(turned.out())
        .contains("Verdict in the files: credible. Verdict from the evidence: refuted.");
    copy("refuted", "claimed");
    change("claimed/audit.json", "\"claim\" : 0.9", "\"claim\" : 0.95");
    CommandLineRun claimed = run("audit verify DIR/claimed");
    assertThat(claimed.code()).isEqualTo(2);
    assertThat(claimed.err()).contains("gives the claim 0.95").contains("0.9");
    copy("refuted", "widened");
    change("widened/audit.json", "\"text\" : \"linf:0.1\"", "\"text\" : \"linf:0.3\"");
    CommandLineRun widened = run("audit verify DIR/widened");
    assertThat(widened.code()).isEqualTo(2);
    assertThat(widened.err()).contains("gives the threat linf:0.3");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "DIR/empty                                  | empty holds no audit.json",
        "DIR/nowhere                                | nowhere holds no audit.json",
        "DIR/refuted --model DIR/other.safetensors  | not the model that was audited",
        "DIR/refuted --data npz:DIR/others.npz      | not the data that was audited",
        "DIR/refuted --model DIR/none.safetensors   | none.safetensors & does not exist",
      })
  void whatCanNotBeVerifiedIsRefused(String arguments, String said) {
    CommandLineRun run = run("audit verify --quiet " + arguments);
    assertThat(run.code()).as(run.err()).isEqualTo(2);
    assertThat(run.err().lines().findFirst().orElse(""))
        .startsWith("redoubt: ")
        .contains(said.split(" & "));
  }

  @Test
  void whatHasMovedIsNamed() throws IOException {
    Files.copy(folder.resolve("net.safetensors"), folder.resolve("moved.safetensors"));
    Files.copy(folder.resolve("points.npz"), folder.resolve("moved.npz"));
    CommandLineRun run =
        run("audit verify DIR/refuted --model DIR/moved.safetensors --data npz:DIR/moved.npz");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("THE VERDICT STANDS");
  }

  private static boolean journalled(Path journal) throws IOException {
    if (!Files.isDirectory(journal)) {
      return false;
    }
    try (Stream<Path> runs = Files.list(journal)) {
      return runs.anyMatch(run -> Files.exists(run.resolve("batch-00001.npz")));
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /** All but what differs from run to run: times, memory, the command line. */
  private static JsonNode timeless(JsonNode root) {
    ObjectNode copy = root.deepCopy();
    copy.remove(List.of("provenance", "cost"));
    copy.path("checks").forEach(check -> ((ObjectNode) check).remove("seconds"));
    copy.path("attacks").forEach(attack -> ((ObjectNode) attack).remove("seconds"));
    return copy;
  }

  @Test
  void whatIsKilledGoesOnAndComesToTheSame() throws Exception {
    String command = AUDIT + " --quiet --batch 8 --threat linf:0.02 --claim 0.5 --out DIR/";
    CommandLineRun whole = run(command + "whole");
    assertThat(whole.code()).as(whole.err()).isNotEqualTo(2);
    Path journal = folder.resolve("killed").resolve(".journal");
    KilledProcess.when(() -> journalled(journal), words(command + "killed"));
    assertThat(journalled(journal)).as("killed before its end").isTrue();
    assertThat(folder.resolve("killed").resolve("audit.json")).doesNotExist();
    CommandLineRun resumed = run(command + "killed");
    assertThat(resumed.code()).as(resumed.err()).isEqualTo(whole.code());
    for (String file : List.of("samples.jsonl", "witnesses.npz")) {
      assertThat(folder.resolve("killed").resolve(file))
          .hasSameBinaryContentAs(folder.resolve("whole").resolve(file));
    }
    assertThat(timeless(json("killed"))).isEqualTo(timeless(json("whole")));
    assertThat(journal).doesNotExist();
    assertThat(folder.resolve("killed").resolve(".lock")).doesNotExist();
  }
}
