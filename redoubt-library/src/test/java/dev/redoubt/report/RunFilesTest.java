package dev.redoubt.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redoubt.AtomicFile;
import dev.redoubt.BadInputException;
import dev.redoubt.data.NpyArray;
import dev.redoubt.data.NpyType;
import dev.redoubt.data.NpzReader;
import dev.redoubt.evaluate.SampleOutcome;
import dev.redoubt.evaluate.Status;
import dev.redoubt.evaluate.Vote;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFilesTest {
  @Test
  void writesALineASample(@TempDir Path directory) throws IOException {
    RunFiles.writeSamples(
        directory,
        List.of(
            new SampleOutcome(3, 1, 1, Status.BROKEN, "pgd", 4, 0.03125, true, 44, 40, null),
            new SampleOutcome(5, 2, 0, Status.MISCLASSIFIED, null, 0, 0, false, 0, null, null),
            new SampleOutcome(
                8,
                2,
                2,
                Status.SURVIVED,
                null,
                2,
                0,
                false,
                1000,
                null,
                new Vote(7, 100, 0.03125, 0.125))));
    assertThat(Files.readAllLines(directory.resolve("samples.jsonl")))
        .containsExactly(
            "{\"id\":3,\"label\":1,\"clean_prediction\":1,\"status\":\"broken\","
                + "\"attack\":\"pgd\",\"prediction\":4,\"distance\":0.03125,\"fragile\":true,"
                + "\"queries\":44,\"steps\":40,\"vote\":null}",
            "{\"id\":5,\"label\":2,\"clean_prediction\":0,\"status\":\"misclassified\","
                + "\"attack\":null,\"prediction\":0,\"distance\":0.0,\"fragile\":false,"
                + "\"queries\":0,\"steps\":null,\"vote\":null}",
            "{\"id\":8,\"label\":2,\"clean_prediction\":2,\"status\":\"survived\","
                + "\"attack\":null,\"prediction\":2,\"distance\":0.0,\"fragile\":false,"
                + "\"queries\":1000,\"steps\":null,"
                + "\"vote\":{\"wrong\":7,\"draws\":100,\"low\":0.03125,\"high\":0.125}}");
  }

  @Test
  void writesWitnesses(@TempDir Path directory) {
    float[] inputs = {0, 0.25f, 0.5f, 1, 0.125f, 0, 0, 1};
    RunFiles.writeWitnesses(
        directory,
        new Witnesses(new long[] {4, 9}, new int[] {1, 2, 2}, inputs, new long[] {1, 0}));
    Map<String, NpyArray> arrays = NpzReader.read(directory.resolve("witnesses.npz"));
    assertThat(arrays.keySet()).containsExactlyInAnyOrder("ids", "inputs", "labels");
    NpyArray ids = Objects.requireNonNull(arrays.get("ids"));
    assertThat(ids.type()).isEqualTo(NpyType.INT64);
    assertThat(ids.longs()).containsExactly(4, 9);
    NpyArray written = Objects.requireNonNull(arrays.get("inputs"));
    assertThat(written.type()).isEqualTo(NpyType.FLOAT32);
    assertThat(written.shape()).containsExactly(2, 1, 2, 2);
    assertThat(written.floats()).containsExactly(inputs);
  }

  @Test
  void writesNoWitnessesAsEmptyArrays(@TempDir Path directory) {
    RunFiles.writeWitnesses(
        directory, new Witnesses(new long[0], new int[] {1, 2, 2}, new float[0], new long[0]));
    NpyArray inputs =
        Objects.requireNonNull(NpzReader.read(directory.resolve("witnesses.npz")).get("inputs"));
    assertThat(inputs.shape()).containsExactly(0, 1, 2, 2);
  }

  @Test
  void writesReportTwiceWithoutLeavingAnythingElse(@TempDir Path directory) throws IOException {
    RunFiles.writeReport(directory, ReportFixtures.demo());
    RunFiles.writeReport(directory, ReportFixtures.attack());
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder("report.json", "report.html");
    }
    assertThat(directory.resolve("report.json")).content().contains("\"attack\"");
  }

  @Test
  void failureLeavesTheOldFile(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("report.json");
    Files.writeString(file, "old", StandardCharsets.UTF_8);
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      out.write(new byte[100_000]);
                      throw new IOException("disk full");
                    }))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("report.json")
        .hasMessageContaining("disk full");
    assertThat(file).hasContent("old");
    assertThat(directory).isDirectoryContaining(f -> f.equals(file));
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void absentDirectoryIsNamed(@TempDir Path directory) {
    assertThatThrownBy(
            () -> RunFiles.writeReport(directory.resolve("absent"), ReportFixtures.demo()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("absent")
        .hasMessageContaining("does not exist");
  }

  @Test
  void preparesOnlyWhatItCan(@TempDir Path directory) throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    RunFiles.prepare(directory.resolve("new"));
    assertThat(directory.resolve("new")).isEmptyDirectory();
    RunFiles.prepare(Files.createSymbolicLink(directory.resolve("link"), directory.resolve("new")));
    assertThatThrownBy(() -> RunFiles.prepare(file))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("is a file");
    assertThatThrownBy(() -> RunFiles.prepare(directory.resolve("a/b")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("does not exist");
    assertThat(directory.resolve("a")).doesNotExist();
  }
}
