package dev.redoubt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that is killed in the middle of a cascade ends as if it had not been, byte for byte. */
class KilledRunTest {
  @TempDir private static Path folder = Path.of("");

  @BeforeAll
  static void prepare() throws IOException {
    RandomNet.write(folder);
  }

  private static String[] attack(String out) {
    String command =
        "attack --quiet --threads 2 --batch 6 --model DIR/net.safetensors --data npz:DIR/points.npz"
            + " --split all --threat linf:0.03 --attack apgd-ce,apgd-t,fab-t,square --steps 40"
            + " --queries 1500 --curve-samples 0 --out DIR/"
            + out;
    return command.replace("DIR", folder.toString()).split(" ");
  }

  private static boolean journalled(Path journal) throws IOException {
    if (!Files.isDirectory(journal)) {
      return false;
    }
    try (Stream<Path> files = Files.list(journal)) {
      return files.anyMatch(file -> file.getFileName().toString().matches("batch-\\d+\\.npz"));
    }
  }

  @Test
  void sameSamplesAndWitnesses() throws Exception {
    CommandLineRun whole = CommandLineRun.of(attack("whole"));
    assertThat(whole.code()).as(whole.err()).isZero();

    Path journal = folder.resolve("killed").resolve(".journal");
    KilledProcess.when(() -> journalled(journal), attack("killed"));
    assertThat(journalled(journal)).as("killed before its end").isTrue();
    assertThat(folder.resolve("killed").resolve("samples.jsonl")).doesNotExist();

    CommandLineRun resumed = CommandLineRun.of(attack("killed"));
    assertThat(resumed.code()).as(resumed.err()).isZero();
    for (String file : List.of("samples.jsonl", "witnesses.npz")) {
      assertThat(folder.resolve("killed").resolve(file))
          .hasSameBinaryContentAs(folder.resolve("whole").resolve(file));
    }
    assertThat(Files.readString(folder.resolve("whole").resolve("samples.jsonl")))
        .contains("survived", "\"attack\":\"apgd-ce\"");
  }
}
