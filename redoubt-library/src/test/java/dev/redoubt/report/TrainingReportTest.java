package dev.redoubt.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.redoubt.train.CollapseAlarm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingReportTest {
  private static final String EVIL = "</script ><script >alert('x')</script >";

  @Test
  void jsonHoldsTheRunAndItsEpochs() throws Exception {
    JsonNode root = new ObjectMapper().readTree(ReportJson.pretty(TrainingFixtures.hardened()));
    List<String> keys = new ArrayList<>();
    root.fieldNames().forEachRemaining(keys::add);
    assertThat(keys)
        .containsExactly(
            "command",
            "provenance",
            "data",
            "held_out",
            "threats",
            "model",
            "method",
            "settings",
            "history",
            "kept_epoch",
            "alarms",
            "notes",
            "seconds");
    assertThat(root.get("command").textValue()).isEqualTo("train");
    assertThat(root.get("kept_epoch").intValue()).isEqualTo(16);
    assertThat(root.get("threats").get(0).get("text").textValue()).isEqualTo("linf:8/255");
    assertThat(root.get("settings").get("batch").intValue()).isEqualTo(128);
    assertThat(root.get("history")).hasSize(20);
    assertThat(root.get("history").get(0).get("epsilon_factor").doubleValue()).isEqualTo(.25);
  }

  @Test
  void metricsAreOneFlatLineAnEpoch(@TempDir Path directory) throws IOException {
    RunFiles.writeMetrics(
        directory,
        List.of(
            TrainingFixtures.epoch(
                1,
                Double.NaN,
                .5,
                .25,
                Double.NaN,
                new CollapseAlarm.Signs(.75, .125, -.5),
                true,
                .5,
                .1,
                "fgsm")));
    Path file = directory.resolve("metrics.jsonl");
    String first =
        "{\"epoch\":1,\"loss\":null,\"clean_accuracy\":0.5,\"robust_accuracy\":0.25,"
            + "\"noisy_accuracy\":null,\"fgsm_accuracy\":0.75,\"pgd_accuracy\":0.125,"
            + "\"gradient_cosine\":-0.5,\"collapsed\":true,\"epsilon_factor\":0.5,"
            + "\"learning_rate\":0.1,\"objective\":\"fgsm\",\"seconds\":4.7}";
    assertThat(Files.readAllLines(file)).containsExactly(first);

    RunFiles.writeMetrics(directory, TrainingFixtures.hardened().history());
    assertThat(Files.readAllLines(file)).hasSize(20).doesNotContain(first);
    assertThat(directory).isDirectoryNotContaining(other -> !other.equals(file));
  }

  @Test
  void headlineSaysWhatWasTrainedAndWhatCameOut() {
    assertThat(TrainingHeadline.of(TrainingFixtures.hardened()))
        .isEqualTo(
            "On 1,744 road-sign training images, 20 epochs of PGD training against a perturbation of"
                + " at most 8/255 per pixel made hardened.safetensors, which gets 90.7\u00a0% of the"
                + " 256 held-out samples right, 67.5\u00a0% under a short attack.");
    assertThat(TrainingHeadline.of(TrainingFixtures.collapsed()))
        .endsWith(
            "1.2\u00a0% under a short attack, and has overfitted to the attack that it was trained with.");
    assertThat(TrainingHeadline.of(TrainingFixtures.noisy()))
        .endsWith("right, 73.4\u00a0% under noise.");
    assertThat(TrainingHeadline.of(TrainingFixtures.oneEpoch()))
        .isEqualTo(
            "On 60,000 road-sign training images, 1 epoch of standard training made"
                + " plain.safetensors, whose accuracy was not measured, for no samples were held"
                + " out.");
    assertThat(TrainingHeadline.of(TrainingFixtures.nothing())).endsWith("delivered nothing.");
  }

  @Test
  void pageLoadsNothingAndPointsToTheEvaluation() throws IOException {
    String page = TrainingPage.render(TrainingFixtures.hardened());
    Pattern load =
        Pattern.compile(
            "(?:\\s(?:src|href|srcset|data|action)=|url\\(|@import|import\\()\\s*+[\"']?+(?!#|data:)",
            Pattern.CASE_INSENSITIVE);
    assertThat(load.matcher(markup(page)).find()).isFalse();
    assertThat(page)
        .doesNotContain("sourceMappingURL", "<script src")
        .contains(
            "redoubt attack --model hardened.safetensors --data roadsigns --threat linf:8/255");
  }

  @Test
  void whatLearntFromNoiseIsCertified() throws IOException {
    assertThat(TrainingPage.render(TrainingFixtures.noisy()))
        .contains(
            "redoubt certify --model noisy.safetensors --data roadsigns --sigma 0.25 --out"
                + " certificates",
            "certify the file")
        .doesNotContain("redoubt attack", "attack the file");
  }

  @Test
  void namesFromTheUserAreText() throws IOException {
    String page =
        TrainingPage.render(
            TrainingFixtures.report(
                EVIL,
                EVIL,
                10,
                2,
                List.of(new ThreatSummary("linf", .1, EVIL)),
                TrainingFixtures.collapsed().history(),
                1,
                List.of(EVIL),
                List.of(EVIL),
                1));
    assertThat(page).doesNotContain("<script >alert").contains("&lt;script &gt;alert");
    assertThat(page.split("</script[\\s/>]", -1)).hasSize(5);
  }

  @Test
  void showsOnlyWhatWasMeasured() throws IOException {
    String hardened = markup(TrainingPage.render(TrainingFixtures.hardened()));
    assertThat(hardened)
        .contains("id=\"accuracy\"", "id=\"signs\"", ">Budget<", ">Robust<")
        .doesNotContain(">Under noise<", ">Objective<", "class=\"flag\"");
    assertThat(hardened.split("<tr class=\"delivered\">", -1)).hasSize(2);
    String collapsed = markup(TrainingPage.render(TrainingFixtures.collapsed()));
    assertThat(collapsed).contains("Catastrophic overfitting in epoch 9", ">Objective<");
    assertThat(collapsed.split(">alarm</span>", -1)).hasSize(6);
    assertThat(markup(TrainingPage.render(TrainingFixtures.noisy())))
        .contains("id=\"accuracy\"", ">Under noise<")
        .doesNotContain("id=\"signs\"", ">Robust<", "overfitting");
    assertThat(markup(TrainingPage.render(TrainingFixtures.oneEpoch())))
        .contains("No samples were held out", ">0.41<")
        .doesNotContain("<canvas", "NaN");
    assertThat(markup(TrainingPage.render(TrainingFixtures.nothing())))
        .contains("No weights were delivered")
        .doesNotContain("<canvas", "NaN", "redoubt attack");
  }

  /** The page without its scripts. */
  private static String markup(String page) {
    return page.replaceAll("(?s)<script.*?</script>", "");
  }
}
