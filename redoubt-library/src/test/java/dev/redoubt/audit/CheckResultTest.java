package dev.redoubt.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CheckResultTest {
  private static final CheckResult RESULT =
      new CheckResult(
          "S3",
          "title",
          true,
          false,
          false,
          Check.figures("second", 2, "first", .5),
          "rule",
          "source",
          "remedy",
          "sentence",
          1.5);

  @Test
  void jsonHasTheDocumentedKeysAndReadsBack() throws Exception {
    ObjectMapper mapper = new ObjectMapper();
    JsonNode json = mapper.valueToTree(RESULT);
    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly(
            "id",
            "title",
            "flag",
            "resolved",
            "void",
            "figures",
            "rule",
            "source",
            "remedy",
            "sentence",
            "seconds");
    assertThat(json.get("figures").fieldNames()).toIterable().containsExactly("second", "first");
    assertThat(mapper.treeToValue(json, CheckResult.class)).isEqualTo(RESULT);
    CheckResult nothing = Found.check("H8", false, false, true);
    assertThat(mapper.treeToValue(mapper.valueToTree(nothing), CheckResult.class).isVoid())
        .isTrue();
  }

  @Test
  void onlyAFlagIsResolvedAndOnlyWhereItHasSettled() {
    assertThat(RESULT.unresolved()).isTrue();
    assertThat(RESULT.resolvedIf(true).unresolved()).isFalse();
    assertThat(RESULT.resolvedIf(true).flag()).isTrue();
    assertThat(RESULT.resolvedIf(false).unresolved()).isTrue();
    assertThat(Found.check("S1", false, false, false).resolvedIf(true).resolved()).isFalse();
  }

  @Test
  void cleanIsNeitherFlaggedNorVoid() {
    assertThat(Found.check("H1", false, false, false).isClean()).isTrue();
    assertThat(Found.check("H1", false, false, true).isClean()).isFalse();
    assertThat(Found.check("H1", true, true, false).isClean()).isFalse();
    assertThat(Found.check("H1", false, false, false).isHard()).isTrue();
    assertThat(RESULT.isHard()).isFalse();
  }

  @Test
  void figuresCanNotBeChanged() {
    Map<String, Object> figures = RESULT.figures();
    assertThatThrownBy(() -> figures.put("third", 3))
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
