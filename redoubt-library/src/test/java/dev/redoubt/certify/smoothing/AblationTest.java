package dev.redoubt.certify.smoothing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redoubt.BadInputException;
import dev.redoubt.data.InputSpec;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The numbers of ablation on large inputs, and what it leaves of images. */
class AblationTest {
  private static final InputSpec IMAGE = new InputSpec(List.of(3, 4, 5), 0, 1);

  /** {@code C(n, k)}, one binomial coefficient after the other. */
  private static BigInteger choose(int n, int k) {
    BigInteger result = BigInteger.ONE;
    for (int i = 1; i <= k; i++) {
      result = result.multiply(BigInteger.valueOf(n - k + i)).divide(BigInteger.valueOf(i));
    }
    return result;
  }

  @ParameterizedTest
  @CsvSource({
    "784, 45, 1",
    "784, 45, 8",
    "784, 45, 11",
    "784, 45, 300",
    "1024, 75, 9",
    "50176, 2000, 16",
    "150528, 2000, 52",
    "150528, 1, 75263",
    "150528, 300, 5000",
  })
  void probabilityIsRightToTheLastDigitOnLargeInputs(int features, int kept, int changed) {
    BigDecimal untouched =
        new BigDecimal(choose(features - changed, kept))
            .divide(new BigDecimal(choose(features, kept)), new MathContext(40));
    double expected = Math.min(1, new BigDecimal("1.5").subtract(untouched).doubleValue());
    Ablation ablation = new Ablation(kept, List.of(features), .5);

    assertThat(ablation.probability(changed)).isEqualTo(expected);
    if (expected < 1) {
      assertThat(ablation.radius(expected)).isEqualTo(changed);
      assertThat(ablation.radius(Math.nextDown(expected))).isEqualTo(changed - 1);
    }
  }

  @Test
  void nothingIsCertifiedUpToOneHalfAndNeverMoreThanThereIs() {
    Ablation ablation = new Ablation(45, List.of(1, 28, 28), .5);

    assertThat(ablation.radius(0)).isZero();
    assertThat(ablation.radius(.5)).isZero();
    // With p near 1, (1 - 45/784)^ρ is to stay above one half.
    assertThat(ablation.radius(1)).isEqualTo(11);
    assertThat(ablation.probability(0)).isEqualTo(.5);
    assertThat(ablation.probability(12)).isEqualTo(1);
    assertThat(ablation.probability(785)).isEqualTo(1);
    // Half a pixel can't change, so a radius of 2.5 is that of 3.
    assertThat(ablation.probability(2.5)).isEqualTo(ablation.probability(3));
  }

  @Test
  void exactlySoManyPixelsStayWithAllTheirChannels() {
    Ablation ablation = Ablation.of(7, IMAGE);
    int n = 500;
    float[] x = new Draws(2, ids(n), "x").uniformLike(zeros(n), 0, .4).floats();
    float[] left = ablated(ablation, x, n);
    long[] kept = new long[20];
    for (int row = 0; row < n; row++) {
      int own = 0;
      for (int pixel = 0; pixel < 20; pixel++) {
        boolean stays = left[row * 60 + pixel] != .5f;
        own += stays ? 1 : 0;
        kept[pixel] += stays ? 1 : 0;
        for (int channel = 0; channel < 3; channel++) {
          int place = row * 60 + channel * 20 + pixel;
          assertThat(left[place]).isEqualTo(stays ? x[place] : .5f);
        }
      }
      assertThat(own).isEqualTo(7);
    }
    double expected = n * 7 / 20.0;
    double statistic = 0;
    for (long count : kept) {
      // Without replacement, counts vary less: the variance of each is n · k/d · (1 - k/d).
      statistic += (count - expected) * (count - expected) / (expected * 13 / 20) * 19 / 20;
    }
    assertThat(statistic)
        .isLessThan(ChiSquaredDistribution.of(19).inverseSurvivalProbability(1e-4))
        .isGreaterThan(ChiSquaredDistribution.of(19).inverseCumulativeProbability(1e-4));
    assertThat(ablation.unit()).isEqualTo("pixels");
    assertThat(new Ablation(7, List.of(60), 0).unit()).isEqualTo("features");
  }

  @Test
  void fillIsTheMiddleOfTheRangeUnlessSet() {
    assertThat(Ablation.of(2, new InputSpec(List.of(9), -1, 5)).fill()).isEqualTo(2);
    assertThat(Ablation.of(2, new InputSpec(List.of(9), -1, 5), .25).fill()).isEqualTo(.5);
    float[] left = ablated(new Ablation(2, IMAGE.shape(), -3), new float[60], 1);
    assertThat(left).containsOnly(0, -3).contains(-3);
  }

  @Test
  void doublesStayDoubles() {
    Ablation ablation = new Ablation(2, List.of(5), .1);
    Scope.run(
        () -> {
          double third = 1 / 3.0;
          Tensor x = Tensors.full(third, DType.FLOAT64, 1, 5);
          assertThat(ablation.randomize(x, new Draws(1, new long[] {4}, "x")).doubles())
              .containsOnly(third, .1)
              .contains(third);
        });
  }

  @Test
  void badSettingsAreOneSentence() {
    for (int kept : List.of(0, -1, 10, 20)) {
      assertThatThrownBy(() -> Ablation.of(kept, IMAGE))
          .isInstanceOf(BadInputException.class)
          .hasMessageContainingAll("20 pixels", "less than half", "not " + kept);
    }
    assertThat(Ablation.of(9, IMAGE).probability(1)).isLessThan(1);
    assertThatThrownBy(() -> Ablation.of(1, IMAGE, Double.NaN)).hasMessageContaining("not at NaN");
    assertThatThrownBy(() -> new Ablation(1, List.of(9), Double.NaN)).hasMessageContaining("fill");
    assertThatThrownBy(() -> ablated(new Ablation(1, List.of(3, 5, 4), 0), new float[60], 1))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("[3, 5, 4]", "[3, 4, 5]");
  }

  private static long[] ids(int n) {
    return LongStream.range(0, n).toArray();
  }

  private static Tensor zeros(int n) {
    return Tensors.of(new float[n * 60], n, 3, 4, 5);
  }

  private static float[] ablated(Ablation ablation, float[] x, int n) {
    return Scope.value(
        () -> ablation.randomize(Tensors.of(x, n, 3, 4, 5), new Draws(1, ids(n), "kept")).floats());
  }
}
