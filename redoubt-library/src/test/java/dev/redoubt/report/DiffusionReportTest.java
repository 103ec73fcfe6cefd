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

class DiffusionReportTest {
  private static final DiffusionReport REPORT = TrainingFixtures.diffusion(8, 100, true);

  private static String visible(DiffusionReport report) throws IOException {
    return DiffusionPage.render(report).replaceAll("(?s)<script.*?</script>", "");
  }

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
    assertThat(root.get("task").textValue()).isEqualTo("diffusion");
    assertThat(root.get("settings").get("noise_steps").intValue()).isEqualTo(1000);
    assertThat(root.get("history")).hasSize(8);
  }

  @Test
  void metricsAreOneFlatLineAnEpoch(@TempDir Path directory) throws IOException {
    RunFiles.writeMetrics(directory, REPORT.history());
    List<String> lines = Files.readAllLines(directory.resolve("metrics.jsonl"));

    assertThat(lines).hasSize(8);
    List<String> keys = new ArrayList<>();
    new ObjectMapper().readTree(lines.get(0)).fieldNames().forEachRemaining(keys::add);
    assertThat(keys).containsExactly("epoch", "loss", "held_out", "learning_rate", "seconds");
  }

  @Test
  void headlineSaysWhatCameOut() {
    assertThat(DiffusionPage.headline(REPORT))
        .isEqualTo(
            "On 900 MNIST training images, 8 epochs made the diffusion model signs.safetensors,"
                + " whose guesses at the noise in held-out samples are off by 5.6\u00a0% of its"
                + " variance.");
    assertThat(DiffusionPage.headline(TrainingFixtures.diffusion(1, 0, false)))
        .contains("1 epoch made")
        .endsWith("of which nothing was measured, for no samples were held out.");
  }

  @Test
  void pageShowsSamplesAndPointsToAttackAndCertificate() throws IOException {
    String page = visible(REPORT);

    assertThat(page)
        .contains("3 generated samples", "in 100 steps each", "t = 0.2")
        .contains("<b>noisy</b> 20.0\u00a0dB", "<b>denoised</b> 40.0\u00a0dB", "Sample 11")
        .contains("--defend diffusion:signs.safetensors,t=0.1", "&#39;mnist:a folder&#39;")
        .contains("certify --model MODEL", "--denoiser signs.safetensors")
        .contains("<dd>linear, 1000 steps</dd>", "<dd>0.0565</dd>")
        .contains("&lt;one&gt;", "id=\"error\"")
        .doesNotContain("<one>", "NaN");
    assertThat(page.split("data:image/png", -1)).hasSize(1 + 3 + 2 * 3);
    assertThat(page.split("<tr class=\"delivered\">", -1)).hasSize(2);
  }

  @Test
  void pageOfATableHasNoPictures() throws IOException {
    assertThat(visible(TrainingFixtures.diffusion(1, 0, false)))
        .contains("No samples were held out")
        .doesNotContain("<canvas", "NaN", "data:image/png", "generated", "held-out sample as it");
  }
}
