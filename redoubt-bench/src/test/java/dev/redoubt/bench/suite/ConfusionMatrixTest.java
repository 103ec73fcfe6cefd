package dev.redoubt.bench.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.audit.Verdict;
import dev.redoubt.bench.suite.ConfusionMatrix.Rate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ConfusionMatrixTest {
  private static Trial broken(String name, long seed, Verdict said) {
    return SomeTrials.of(name, Kind.BROKEN, seed, .9, .1, said);
  }

  /** Trials of one fixture count as one observation: (α/2)^(1/n) for n of n (Clopper-Pearson). */
  @Test
  void intervalsAreForAsManyObservationsAsThereAreFixtures() {
    List<Trial> trials = new ArrayList<>();
    for (String name : List.of("a", "b", "c", "d")) {
      for (int seed = 0; seed < 5; seed++) {
        trials.add(broken(name, seed, Verdict.REFUTED));
      }
    }
    Rate rate = new ConfusionMatrix(trials).detection();
    assertThat(rate.hits()).isEqualTo(20);
    assertThat(rate.trials()).isEqualTo(20);
    assertThat(rate.fixtures()).isEqualTo(4);
    assertThat(rate.estimate()).isEqualTo(1);
    assertThat(rate.low()).isCloseTo(Math.pow(.025, 1.0 / 4), within(1e-6));
    assertThat(rate.high()).isEqualTo(1);
  }

  @Test
  void suspicionDetectsAndDoubtDoesNot() {
    ConfusionMatrix matrix =
        new ConfusionMatrix(
            List.of(
                broken("a", 0, Verdict.REFUTED),
                broken("a", 1, Verdict.MASKING_SUSPECTED),
                broken("b", 0, Verdict.INCONCLUSIVE),
                broken("b", 1, Verdict.CREDIBLE)));
    assertThat(matrix.detection().estimate()).isEqualTo(.5);
    assertThat(matrix.misjudged())
        .extracting(Trial::verdict)
        .containsExactly(Verdict.INCONCLUSIVE, Verdict.CREDIBLE);
    assertThat(matrix.count(Kind.BROKEN, Verdict.REFUTED)).isEqualTo(1);
  }

  @Test
  void whatHoldsAfterAllIsNothingToDetect() {
    Trial holds = SomeTrials.of("a", Kind.BROKEN, 0, .50, .46, Verdict.CREDIBLE);
    Trial falls = SomeTrials.of("b", Kind.BROKEN, 0, .50, .44, Verdict.CREDIBLE);
    ConfusionMatrix matrix = new ConfusionMatrix(List.of(holds, falls));
    assertThat(matrix.trueAfterAll()).containsExactly(holds);
    assertThat(matrix.misjudged()).containsExactly(falls);
    assertThat(matrix.detection().trials()).isEqualTo(1);
  }

  @Test
  void alarmsOnControlsAreFalseAndCalibrationIsNotCounted() {
    ConfusionMatrix matrix =
        new ConfusionMatrix(
            List.of(
                SomeTrials.of("a", Kind.CONTROL, 0, .5, .5, Verdict.MASKING_SUSPECTED),
                SomeTrials.of("b", Kind.CONTROL, 0, .5, .5, Verdict.INCONCLUSIVE),
                SomeTrials.of("c", Kind.CALIBRATION, 0, .5, .5, Verdict.REFUTED)));
    assertThat(matrix.falseAlarms().hits()).isEqualTo(1);
    assertThat(matrix.falseAlarms().trials()).isEqualTo(2);
    assertThat(matrix.misjudged()).extracting(Trial::fixture).containsExactly("a");
    assertThat(matrix.falseClaims()).isEmpty();
  }

  @Test
  void theTextSaysWhatWasCounted() {
    ConfusionMatrix matrix =
        new ConfusionMatrix(
            List.of(
                broken("k-wta", 0, Verdict.REFUTED),
                broken("k-wta", 1, Verdict.CREDIBLE),
                SomeTrials.of("zero-backward", Kind.WRAPPER, 0, .9, .7, Verdict.REFUTED)));
    String text = new MatrixText(matrix, Fixtures.all()).all();
    assertThat(text)
        .contains("| broken defences | 1 | 2 | 1 | 0 | 0 | 1 | 0 |")
        .contains("**2 of 3 audits, 66.7 %**")
        .contains("Misjudged: k-wta (seeds 1 and 1; claim 90.0 %, known 10.0 %")
        .contains("refuted, credible | **S3** ×2 |");
  }
}
