package dev.redoubt.certify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.certify.smoothing.GaussianSmoothing;
import dev.redoubt.model.LabelModel;
import dev.redoubt.model.blackbox.BlackBox;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PREDICT and CERTIFY on classifiers that answer by plan. */
final class SmoothedClassifierTest {
  private static final GaussianSmoothing NOISE = new GaussianSmoothing(0.5);

  /** Gives class 2 so often, then class 0 so often, then class 1, again and again. */
  private static LabelModel scripted(int two, int zero, int one) {
    int[] asked = {0};
    return new BlackBox("scripted", HalfSpace.INPUT, 3)
        .labels(
            rows -> {
              int[] classes = new int[rows.length];
              for (int i = 0; i < rows.length; i++) {
                int place = asked[0]++ % (two + zero + one);
                classes[i] = place < two ? 2 : place < two + zero ? 0 : 1;
              }
              return classes;
            });
  }

  private static int predict(LabelModel model, int n, double alpha) {
    return Scope.value(
        () ->
            new SmoothedClassifier(model, NOISE, 7)
                .predict(Tensors.of(new float[] {0.5f, 0.5f}, 1, 2), n, alpha, 0, 0));
  }

  /** The p-values are those of scipy's binomtest: .0569 for 60 of 100, .0352 for 61. */
  @ParameterizedTest
  @CsvSource({
    "60, 40, 0, .056, -1", "60, 40, 0, .058, 2", "61, 39, 0, .036, 2", "61, 39, 0, .035, -1",
    "40, 60, 0, .058, 0", "50, 50, 0, .9, -1", "1, 0, 0, .5, -1", "30, 0, 0, 1e-8, 2"
  })
  void predictAbstainsByTheTwoSidedBinomialTest(
      int two, int zero, int one, double alpha, int expected) {
    assertThat(predict(scripted(two, zero, one), two + zero + one, alpha)).isEqualTo(expected);
  }

  /** The third class takes no part: 30 against 10 of 140 is decided as 30 of 40 is. */
  @Test
  void onlyTheTwoMostFrequentClassesAreHeldAgainstEachOther() {
    assertThat(predict(scripted(100, 60, 40), 200, 0.002)).isEqualTo(2);
    assertThat(predict(scripted(100, 60, 40), 200, 0.0019)).isEqualTo(Certificate.ABSTAIN);
  }

  @Test
  void certifyCountsFreshDrawsAloneAndAbstainsBelowOneHalf() {
    Scope.run(
        () -> {
          // The first ten draws select class 2; of the next hundred 90 give it.
          SmoothedClassifier.Certified sure =
              new SmoothedClassifier(scripted(100, 10, 0), NOISE, 7)
                  .certify(Tensors.of(new float[] {0.5f, 0.5f}, 1, 2), 10, 100, 0.001, 0, 0);
          assertThat(sure.prediction()).isEqualTo(2);
          // BetaInv(.001; 90, 11) = .77874, and .5 Φ⁻¹ of it.
          assertThat(sure.pLow()).isCloseTo(0.778, within(0.01));
          assertThat(sure.radius()).isCloseTo(NOISE.radius(sure.pLow()), within(1e-12));
          SmoothedClassifier.Certified unsure =
              new SmoothedClassifier(scripted(60, 50, 0), NOISE, 7)
                  .certify(Tensors.of(new float[] {0.5f, 0.5f}, 1, 2), 10, 100, 0.001, 0, 0);
          assertThat(unsure.prediction()).isEqualTo(Certificate.ABSTAIN);
          assertThat(unsure.radius()).isZero();
        });
  }

  /** Right on the boundary no class may be named more often than alpha, whichever it is. */
  @Test
  void onTheBoundaryNearlyAllPredictionsAreAbstentions() {
    LabelModel model = HalfSpace.model();
    SmoothedClassifier smoothed = new SmoothedClassifier(model, NOISE, 100);
    int named = 0;
    for (int id = 0; id < 1_000; id++) {
      long sample = id;
      named +=
          Scope.value(
                      () ->
                          smoothed.predict(
                              Tensors.of(new float[] {0.5f, 0.5f}, 1, 2), 100, 0.05, 1, sample))
                  == Certificate.ABSTAIN
              ? 0
              : 1;
    }
    // P(|X - 50| ≥ 11) = .0352 of Bin(100, ½); four standard deviations of 1,000 such.
    assertThat(named).isBetween(12, 59);
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    assertThatThrownBy(() -> predict(scripted(1, 0, 0), 0, 0.1))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("draws must lie between 1");
    assertThatThrownBy(() -> predict(scripted(1, 0, 0), 10, 1))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("alpha must lie between 0 and 1");
    assertThatThrownBy(() -> new SmoothedClassifier(HalfSpace.model(), NOISE, 0))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("batch size");
  }
}
