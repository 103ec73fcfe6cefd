package dev.redoubt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.redoubt.testing.SharedData;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is known of the Mahalanobis detector (Lee et al. 2018), on a published MNIST network: it
 * tells PGD from clean images almost without error, and is worth nothing to those who know it.
 */
class DetectorStoryTest {
  @TempDir private Path folder = Path.of("");

  private void succeeds(String command) {
    String line =
        command
            .replace("NET", SharedData.require("models/advertorch_lenet5_clntrained.onnx") + "")
            .replace("MNIST", "mnist:" + SharedData.require("mnist"))
            .replace("DIR", folder.toString());
    CommandLineRun run = CommandLineRun.of(CommandLineRun.words(line).toArray(String[]::new));
    assertThat(run.code()).as(run.err()).isZero();
  }

  @Test
  void whatStopsEveryOneWhoDoesNotKnowItStopsNobodyWhoDoes() throws IOException {
    succeeds(
        "detect fit --quiet --model NET --data MNIST --limit 3000 --threat linf:0.3 --adversarial 500"
            + " --calibration-limit 1000 --detector mahalanobis --out DIR/mahalanobis.safetensors");
    succeeds(
        "detect test --quiet --model NET --data MNIST --limit 30 --threat linf:0.3"
            + " --attack pgd:steps=40+restarts=1 --detector DIR/mahalanobis.safetensors --out DIR/report");
    JsonNode detector =
        new ObjectMapper()
            .readTree(folder.resolve("report").resolve("report.json").toFile())
            .path("detectors")
            .get(0);
    assertThat(detector.path("clean_accuracy").asDouble()).isGreaterThan(.8);
    assertThat(detector.path("robust_accuracy_oblivious").asDouble()).isGreaterThan(.75);
    assertThat(detector.path("robust_accuracy").asDouble(-1)).isBetween(0.0, .15);
    assertThat(detector.path("separations").get(0).path("auc").asDouble()).isGreaterThan(.95);
    assertThat(detector.path("separations").get(1).path("auc").asDouble()).isLessThan(.75);
  }
}
