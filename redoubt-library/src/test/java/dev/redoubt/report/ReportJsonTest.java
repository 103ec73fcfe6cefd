package dev.redoubt.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportJsonTest {
  @Test
  void oneModelStandsAtTheTopLevel() throws Exception {
    JsonNode root = parse(ReportFixtures.attack());
    assertThat(keys(root))
        .containsExactly(
            "command",
            "provenance",
            "data",
            "threat",
            "title",
            "model",
            "samples",
            "clean_accuracy",
            "robust_accuracy",
            "attacks",
            "cost",
            "curve",
            "training",
            "flags",
            "notes");
    assertThat(keys(root.get("flags").get(0))).containsExactly("kind", "finding", "advice");
    assertThat(root.get("flags").get(0).get("kind").textValue()).isEqualTo("square-gains");
    assertThat(keys(root.get("data"))).containsExactly("name", "split", "samples");
    assertThat(keys(root.get("threat"))).startsWith("norm", "epsilon");
    assertThat(keys(root.get("model"))).containsExactly("name", "sha256");
    assertThat(keys(root.get("attacks").get(0)))
        .containsExactly("name", "robust_accuracy", "forwards", "backwards", "seconds", "settings");
    assertThat(keys(root.get("cost")))
        .containsExactly("forwards", "backwards", "seconds", "peak_rss_mb");
    assertThat(root.get("robust_accuracy").doubleValue()).isEqualTo(0.9123);
  }

  @Test
  void demoListsItsModels() throws Exception {
    JsonNode root = parse(ReportFixtures.demo());
    assertThat(keys(root)).containsExactly("command", "provenance", "data", "threat", "models");
    assertThat(root.get("models").findValuesAsText("title"))
        .containsExactly("undefended", "hardened");
    assertThat(keys(root.get("provenance"))).contains("command_line", "data_digest", "seed");
  }

  @Test
  void pixelsStayOut() throws Exception {
    assertThat(ReportJson.pretty(ReportFixtures.demo())).doesNotContain("gallery", "adversarial");
  }

  @Test
  void whatIsNotANumberBecomesNull() throws Exception {
    CurvePoint point = new CurvePoint(Double.POSITIVE_INFINITY, Double.NaN, 3);
    assertThat(ReportJson.line(point))
        .isEqualTo("{\"epsilon\":null,\"robust_accuracy\":null,\"samples\":3}");
  }

  @Test
  void onlyDemoComparesModels() {
    RunReport demo = ReportFixtures.demo();
    assertThatThrownBy(
            () -> ReportFixtures.report("attack", demo.data(), demo.threat(), demo.models()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("attack");
  }

  private static JsonNode parse(RunReport report) throws Exception {
    return new ObjectMapper().readTree(ReportJson.pretty(report));
  }

  private static List<String> keys(JsonNode node) {
    List<String> keys = new ArrayList<>();
    node.fieldNames().forEachRemaining(keys::add);
    return keys;
  }
}
