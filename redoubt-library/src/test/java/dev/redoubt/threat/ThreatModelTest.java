package dev.redoubt.threat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redoubt.BadInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThreatModelTest {
  @ParameterizedTest
  @CsvSource({
    "linf:8/255, linf, 0.03137254901960784",
    "l2:0.5, l2, 0.5",
    "l1:12, l1, 12",
    "l0:20, l0, 20",
    "' LINF:1e-2 ', linf, 0.01",
    "linf: 8 / 255, linf, 0.03137254901960784",
  })
  void budgetsAreReadInPixelSpace(String text, String norm, double epsilon) {
    ThreatModel threat = ThreatModel.parse(text);
    assertThat(threat.norm().name()).isEqualTo(norm);
    assertThat(threat.epsilon()).isEqualTo(epsilon);
  }

  @Test
  void theTextStaysAsWritten() {
    assertThat(ThreatModel.parse("linf:8/255")).hasToString("linf:8/255");
    assertThat(ThreatModel.parse("linf:8/255").withEpsilon(0.25)).hasToString("linf:0.25");
  }

  @ParameterizedTest
  @ValueSource(strings = {"linf:0", "linf:-0.1", "l1:1/0", "l1:0/0", "l0:1e999"})
  void budgetsThatAreNotPositiveAndFiniteAreRefused(String text) {
    assertThatThrownBy(() -> ThreatModel.parse(text))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith(
            "epsilon in threat '" + text + "' must be positive and finite, not ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"linf:abc", "linf:1/2/3", "linf:8/", "linf:/255", "linf:8,5", "linf:nan"})
  void budgetsThatAreNoNumbersAreRefused(String text) {
    assertThatThrownBy(() -> ThreatModel.parse(text))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "epsilon '" + text.substring(5) + "' is not a number: expected such as 0.03 or 8/255");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "linf", "linf:", ":0.1", "0.3"})
  void textsWithoutBothPartsAreRefused(String text) {
    assertThatThrownBy(() -> ThreatModel.parse(text))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "threat '"
                + text
                + "' can't be read: expected NORM:EPSILON, such as linf:8/255 or l2:0.5");
  }

  @Test
  void anUnknownNormSuggestsTheNearest() {
    assertThatThrownBy(() -> ThreatModel.parse("lnf:0.1"))
        .isInstanceOf(BadInputException.class)
        .hasMessage("unknown norm 'lnf', did you mean 'linf'? Known are linf, l2, l1, l0");
  }
}
