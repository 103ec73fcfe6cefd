package dev.redoubt.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DenoisingReportTest {
  private static final DenoisingReport REPORT = TrainingFixtures.denoiser(6, 100);

  @Test
  void jsonHoldsTheRunAndNoPictures() throws IOException {
    JsonNode root = new ObjectMapper().readTree(ReportJson.pretty(REPORT));
    List<String> keys = new ArrayList<>();
    root.fieldNames().forEachRemaining(keys::add);

    assertThat(keys)
        .containsExactly(
            "command",
            "task",
            "provenance",
            "data",
            "held_out",
            "model",
            "settings",
            "history",
            "kept_epoch",
            "notes",
            "seconds");
    assertThat(root.get("task").textValue()).isEqualTo("denoise");
    assertThat(root.get("settings").get("noise_to").doubleValue()).isEqualTo(.1);
    assertThat(root.get("history")).hasSize(6);
  }

  @Test
  void metricsAreOneFlatLineAnEpoch(@TempDir Path directory) throws IOException {
    RunFiles.writeMetrics(directory, TrainingFixtures.denoiser(1, 0).history());
    RunFiles.writeMetrics(directory, REPORT.history());
    List<String> lines = Files.readAllLines(directory.resolve("metrics.jsonl"));

    assertThat(lines).hasSize(6);
    List<String> keys = new ArrayList<>();
    new ObjectMapper().readTree(lines.get(0)).fieldNames().forEachRemaining(keys::add);
    assertThat(keys)
        .containsExactly(
            "epoch",
            "loss",
            "denoised_psnr",
            "noisy_psnr",
            "clean_psnr",
            "learning_rate",
            "seconds");
  }

  @Test
  void headlineSaysWhatCameOut() {
    assertThat(DenoisingPage.headline(REPORT))
        .isEqualTo(
            "On 900 MNIST training images, 6 epochs of learning to take Gaussian noise away made"
                + " denoiser.safetensors, which takes held-out samples under noise from"
                + " 20.0\u00a0dB to 27.6\u00a0dB.");
    assertThat(DenoisingPage.headline(TrainingFixtures.denoiser(1, 0)))
        .endsWith("of which nothing was measured, for no samples were held out.");
  }

  @Test
  void pageShowsSamplesAndPointsToTheAttack() throws IOException {
    String page = DenoisingPage.render(REPORT).replaceAll("(?s)<script.*?</script>", "");

    // An error of a tenth of the range is at 20 dB, one of a hundredth at 40 dB.
    assertThat(page)
        .contains("<b>noisy</b> 20.0\u00a0dB", "<b>denoised</b> 40.0\u00a0dB", "Sample 11")
        .contains("--defend autoencoder:denoiser.safetensors", "&#39;mnist:a folder&#39;")
        .contains("&lt;one&gt;", "id=\"fidelity\"")
        .doesNotContain("<one>", "NaN");
    assertThat(page.split("data:image/png", -1)).hasSize(7);
    assertThat(page.split("<tr class=\"delivered\">", -1)).hasSize(2);
    String bare =
        DenoisingPage.render(TrainingFixtures.denoiser(1, 0))
            .replaceAll("(?s)<script.*?</script>", "");
    assertThat(bare)
        .contains("No samples were held out")
        .doesNotContain("<canvas", "NaN", "data:image/png");
  }
}
