package dev.redoubt.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.redoubt.evaluate.Knowledge;
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
  void defendedModelsTellObliviousFromAdaptive() throws Exception {
    JsonNode root = parse(DefenceFixtures.masked());
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
            "robust_accuracy_oblivious",
            "defence",
            "attacks",
            "cost",
            "curve",
            "training",
            "flags",
            "notes");
    assertThat(root.get("robust_accuracy").doubleValue()).isEqualTo(0.12);
    assertThat(root.get("robust_accuracy_oblivious").doubleValue()).isEqualTo(0.44);
    assertThat(root.get("defence").get(0).toString())
        .isEqualTo(
            "{\"name\":\"jpeg\",\"settings\":{\"quality\":75},\"derivative\":\"surrogate: smooth rounding\",\"random\":false,\"rejects\":false}");
    JsonNode oblivious = root.get("attacks").get(2);
    assertThat(keys(oblivious))
        .containsExactly(
            "name",
            "attack",
            "knowledge",
            "draws",
            "robust_accuracy",
            "forwards",
            "backwards",
            "seconds",
            "settings");
    assertThat(oblivious.get("name").textValue()).isEqualTo("pgd-40, oblivious");
    assertThat(oblivious.get("attack").textValue()).isEqualTo("pgd-40");
    assertThat(oblivious.get("draws").intValue()).isEqualTo(1);
    assertThat(root.get("attacks").findValuesAsText("knowledge"))
        .containsExactly("access", "oblivious", "oblivious", "adaptive", "adaptive");
  }

  @Test
  void withoutObliviousAttackersThereIsNoSuchNumber() throws Exception {
    ModelResult model =
        DefenceFixtures.model(
            0.9,
            0.8,
            new DefenceResult(null, List.of(DefenceFixtures.NOISE), List.of()),
            List.of(DefenceFixtures.attack("noise", Knowledge.ACCESS, 1, 0.8)),
            null,
            List.of());
    JsonNode root = parse(DefenceFixtures.report(model));
    assertThat(root.has("robust_accuracy_oblivious")).isFalse();
    assertThat(root.get("defence")).hasSize(1);
  }

  @Test
  void randomModelsHaveTheirRounds() throws Exception {
    JsonNode eot = parse(DefenceFixtures.random()).get("eot");
    assertThat(keys(eot)).containsExactly("tolerance", "most", "rounds");
    assertThat(eot.findValuesAsText("draws")).containsExactly("4", "8", "16", "32", "64");
    assertThat(keys(eot.get("rounds").get(0)))
        .containsExactly("draws", "robust_accuracy", "forwards", "backwards", "seconds");
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
    assertThat(ReportJson.pretty(DefenceFixtures.masked())).doesNotContain("strip", "clean\"");
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
