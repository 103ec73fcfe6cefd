package dev.redoubt.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A test of detectors in JSON and on its page. */
final class DetectionReportTest {
  private static final DetectionReport REPORT = DetectionFixtures.three();

  private static JsonNode json() throws IOException {
    return new ObjectMapper().readTree(ReportJson.pretty(REPORT));
  }

  private static List<String> keys(JsonNode node) {
    List<String> keys = new ArrayList<>();
    node.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  @Test
  void jsonHasTheNumbersUnderTheirNames() throws IOException {
    assertThat(keys(json()))
        .containsExactly(
            "command",
            "provenance",
            "data",
            "threat",
            "model",
            "clean_accuracy",
            "robust_accuracy",
            "detectors",
            "notes");
    JsonNode first = json().path("detectors").get(0);
    assertThat(keys(first))
        .containsExactly(
            "title",
            "kind",
            "settings",
            "sha256",
            "fpr",
            "fpr_low",
            "fpr_high",
            "calibration_samples",
            "clean_rejected",
            "clean_accuracy",
            "robust_accuracy_oblivious",
            "robust_accuracy",
            "separations",
            "passes",
            "forwards",
            "backwards",
            "seconds",
            "notes");
    JsonNode separation = first.path("separations").get(1);
    assertThat(keys(separation))
        .containsExactly(
            "attack", "adaptive", "inputs", "auc", "tpr_at_fpr_0.01", "tpr_at_fpr_0.05", "roc");
    assertThat(separation.path("auc").asDouble()).isEqualTo(.5);
    assertThat(separation.path("tpr_at_fpr_0.05").asDouble()).isEqualTo(.05);
    assertThat(first.path("separations").get(0).path("auc").asDouble()).isEqualTo(1);
  }

  /** No number stands for what was not there to measure. */
  @Test
  void attackersWhoFooledNobodyHaveNoCurve() throws IOException {
    JsonNode none = json().path("detectors").get(2).path("separations").get(0);
    assertThat(none.path("inputs").asInt(-1)).isZero();
    assertThat(none.path("auc").isNull()).isTrue();
    assertThat(none.path("roc")).isEmpty();
    assertThat(DetectionView.of(REPORT).rows().get(2).separations().get(0).auc()).isEqualTo("–");
  }

  /** The best is the one that leaves most to those who know it, whatever the others see. */
  @Test
  void theHeadlineIsAboutWhatIsLeftToThoseWhoKnow() {
    assertThat(DetectionView.of(REPORT).headline().replace('\u00a0', ' '))
        .isEqualTo(
            "On 200 MNIST test images, under a perturbation of at most 0.3 per pixel, the best of 3 detectors, a-detector-with-quite-a-long-name, leaves mnist.safetensors 22.5 % robust to attackers who know it, and 97.0 % to those who do not; without a detector nothing is left.");
  }

  @Test
  void thePageShowsEveryDetectorWithItsNumbers() throws IOException {
    String page = DetectionPage.render(REPORT).replace('\u00a0', ' ');
    for (String text :
        List.of(
            "mahalanobis",
            "untouched",
            "4.4 to 5.6 %, n = 5,000",
            "94.5 %",
            "120 of the 200 samples",
            "1 min 13 s",
            "A note on untouched.",
            "all, adaptive")) {
      assertThat(page).contains(text);
    }
  }
}
