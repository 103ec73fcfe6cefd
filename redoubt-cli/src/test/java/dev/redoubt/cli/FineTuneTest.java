package dev.redoubt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.redoubt.testing.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Published models of every kind are hardened further, and written as what they were. */
class FineTuneTest {
  private static final String NET = "models/advertorch_lenet5_clntrained";

  @TempDir private static Path folder = Path.of("");

  @ParameterizedTest
  @CsvSource({
    ".onnx, onnx, ''",
    ".ts.pt, pt, ''",
    ".npz, safetensors, --arch=advertorch-lenet5",
  })
  void hardenedAndWrittenAgain(String ending, String written, String more) throws IOException {
    String model = SharedData.require(NET + ending).toString();
    Path out = folder.resolve("from" + ending.replace('.', '-') + "." + written);
    String mnist = "mnist:" + SharedData.require("mnist");
    List<String> line =
        new ArrayList<>(
            List.of("train", "--quiet", "--data", mnist, "--limit", "1200", "--from", model));
    if (!more.isEmpty()) {
      line.add(more);
    }
    line.addAll(
        List.of(
            "--method=pgd --threat=linf:0.15 --attack-steps=5 --attack-step-size=0.05 --epochs=2"
                .split(" ")));
    line.addAll(List.of("--learning-rate=0.001 --held-out=200".split(" ")));
    line.addAll(List.of("--epsilon-warmup=0", "--out", out.toString()));
    CommandLineRun trained = CommandLineRun.of(line.toArray(String[]::new));
    assertThat(trained.code()).as(trained.err()).isZero();

    double before = robust(model, "before" + ending, mnist, more);
    double after = robust(out.toString(), "after" + ending, mnist, "");
    assertThat(after).as("against %s before", before).isGreaterThan(before + .2);
  }

  private static double robust(String model, String name, String mnist, String more)
      throws IOException {
    Path report = folder.resolve(name);
    List<String> line =
        new ArrayList<>(
            List.of("attack", "--quiet", "--model", model, "--data", mnist, "--limit", "60"));
    if (!more.isEmpty()) {
      line.add(more);
    }
    line.addAll(List.of("--threat=linf:0.15 --attack=pgd --steps=10 --curve-samples=0".split(" ")));
    line.addAll(List.of("--out", report.toString()));
    CommandLineRun attacked = CommandLineRun.of(line.toArray(String[]::new));
    assertThat(attacked.code()).as(attacked.err()).isZero();
    JsonNode json = new ObjectMapper().readTree(Files.readString(report.resolve("report.json")));
    return json.path("robust_accuracy").asDouble(-1);
  }
}
