package dev.redoubt.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApparentRobustnessTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0.92 | 0.44 | 0.12 | leaves 44.0 %; one who does leaves 12.0 %: 32 points of the robustness were only apparent.",
        "0.92 | 0.44 | 0 | leaves 44.0 %; one who does leaves nothing: all of the robustness was only apparent.",
        "0.92 | 0.008 | 0 | leaves 0.8 %; one who does leaves nothing: all of the robustness was only apparent.",
        "0.92 | 0.44 | 0.4282 | leaves 44.0 %; one who does leaves 42.8 %: 1.2 points of the robustness were only apparent.",
        "0.92 | 0.44 | 0.43 | leaves 44.0 %; one who does leaves 43.0 %: hardly any of the robustness was only apparent.",
        "0.92 | 0.44 | 0.44 | broke nothing more: both attackers leave 44.0 %",
        "0.92 | 0 | 0 | Even an attacker who does not know of the defence leaves nothing.",
        "0.92 | 0.92 | 0.92 | Nothing broke, whether the attacker knew of the defence or not.",
        "0 | 0 | 0 | Nothing was classified correctly to begin with.",
        "NaN | NaN | NaN | Nothing was classified correctly to begin with.",
      })
  void saysWhatKnowingOfTheDefenceTakes(
      double clean, double oblivious, double adaptive, String expected) {
    String sentence = ApparentRobustness.sentence(clean, oblivious, adaptive);
    assertThat(sentence.replace('\u00a0', ' ')).contains(expected).endsWith(".");
  }
}
