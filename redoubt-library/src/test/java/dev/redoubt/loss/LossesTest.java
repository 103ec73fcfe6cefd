package dev.redoubt.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.RandomStream;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleBiFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The losses against the formulas of their papers in plain Java, and their derivatives. */
class LossesTest {
  private static final int ROWS = 4;
  private static final int CLASSES = 5;
  private static final List<Loss> ALL =
      List.of(
          new CrossEntropy(),
          new BoostedCrossEntropy(),
          new Margin(),
          new Dlr(),
          new ProbabilityMargin());

  @Property(tries = 20)
  void formulas(@ForAll @IntRange(max = 10_000) int seed) {
    check(new CrossEntropy(), seed, (z, y) -> -Math.log(softmax(z)[y]));
    check(
        new BoostedCrossEntropy(),
        seed,
        (z, y) -> -Math.log(softmax(z)[y]) - Math.log(1.0001 - bestOther(softmax(z), y) + 1e-12));
    check(new Margin(), seed, (z, y) -> bestOther(z, y) - z[y]);
    check(new ProbabilityMargin(), seed, (z, y) -> bestOther(softmax(z), y) - softmax(z)[y]);
    check(
        new Dlr(),
        seed,
        (z, y) -> {
          double[] sorted = z.clone();
          Arrays.sort(sorted);
          return (bestOther(z, y) - z[y]) / (sorted[CLASSES - 1] - sorted[CLASSES - 3] + 1e-12);
        });
  }

  @Test
  void divergenceStaysFiniteWhereProbabilitiesVanish() {
    Scope.run(
        () -> {
          Tensor sure = Tensors.of(new float[] {200, -200, 0, 0}, 2, 2);
          Tensor other = Autograd.variable(Tensors.of(new float[] {-200, 200, 0, 1}, 2, 2));
          Tensor divergence = KullbackLeibler.perSample(sure, other);
          double even = -Math.log(2) - (.5 - Math.log(1 + Math.E));
          assertThat(divergence.doubles()).containsExactly(new double[] {400, even}, within(1e-5));
          double p = 1 / (1 + Math.exp(-1));
          assertThat(Autograd.grad(Reductions.sum(divergence), other).doubles())
              .containsExactly(new double[] {-1, 1, .5 - p, p - .5}, within(1e-5));
        });
  }

  @Property(tries = 20)
  void dlrIgnoresScaleAndShift(
      @ForAll @IntRange(max = 10_000) int seed,
      @ForAll @DoubleRange(min = 0.01, max = 100) double scale,
      @ForAll @DoubleRange(min = -50, max = 50) double shift) {
    double[] z = logits(seed);
    double[] moved = Arrays.stream(z).map(value -> scale * value + shift).toArray();
    assertThat(values(new Dlr(), moved, seed))
        .containsExactly(values(new Dlr(), z, seed), within(1e-6));
  }

  @Property(tries = 10)
  void derivativesAgreeWithFiniteDifferences(@ForAll @IntRange(max = 10_000) int seed) {
    double[] z = logits(seed);
    double h = 1e-6;
    for (Loss loss : ALL) {
      double[] gradient =
          Scope.value(
              () -> {
                Tensor leaf = Autograd.variable(Tensors.of(z, ROWS, CLASSES));
                Tensor total = Reductions.sum(loss.perSample(leaf, labels(seed)));
                return Autograd.grad(total, leaf).doubles();
              });
      for (int i = 0; i < z.length; i++) {
        double[] up = z.clone();
        double[] down = z.clone();
        up[i] += h;
        down[i] -= h;
        double slope =
            (Arrays.stream(values(loss, up, seed)).sum()
                    - Arrays.stream(values(loss, down, seed)).sum())
                / (2 * h);
        assertThat(gradient[i])
            .as(loss.name())
            .isCloseTo(slope, within(1e-5 * (1 + slope * slope)));
      }
    }
  }

  @Test
  void crossEntropyIsFiniteWhereSoftmaxUnderflows() {
    float[] z = {0, 1000};
    Scope.run(
        () ->
            assertThat(
                    new CrossEntropy().perSample(Tensors.of(z, 1, 2), Tensors.ofInts(0)).floats())
                .containsExactly(1000));
  }

  @Test
  void theMarginIsPositiveExactlyWhenTheLabelLoses() {
    float[] z = {3, 1, 2, 3, 1, 2, 2, 2, 1};
    Scope.run(
        () ->
            assertThat(
                    new Margin().perSample(Tensors.of(z, 3, 3), Tensors.ofInts(0, 1, 0)).floats())
                .containsExactly(-1, 2, 0));
  }

  @Test
  void onlyTheRatioOfDifferencesWantsThreeClasses() {
    assertThat(ALL.stream().map(Loss::name))
        .containsExactly("ce", "boosted-ce", "margin", "dlr", "probability-margin");
    assertThat(ALL.stream().map(Loss::leastClasses)).containsExactly(2, 2, 2, 3, 2);
  }

  private static void check(Loss loss, int seed, ToDoubleBiFunction<double[], Integer> formula) {
    double[] z = logits(seed);
    int[] labels = Scope.value(() -> labels(seed).ints());
    double[] expected = new double[ROWS];
    for (int row = 0; row < ROWS; row++) {
      double[] own = Arrays.copyOfRange(z, row * CLASSES, (row + 1) * CLASSES);
      expected[row] = formula.applyAsDouble(own, labels[row]);
    }
    assertThat(values(loss, z, seed)).as(loss.name()).containsExactly(expected, within(1e-9));
  }

  private static double[] values(Loss loss, double[] z, int seed) {
    return Scope.value(() -> loss.perSample(Tensors.of(z, ROWS, CLASSES), labels(seed)).doubles());
  }

  private static double[] logits(int seed) {
    RandomStream stream = RandomStream.of(seed, -1, "logits");
    double[] z = new double[ROWS * CLASSES];
    Arrays.setAll(z, i -> 3 * stream.gaussian());
    return z;
  }

  private static Tensor labels(int seed) {
    RandomStream stream = RandomStream.of(seed, -1, "labels");
    int[] labels = new int[ROWS];
    Arrays.setAll(labels, i -> stream.below(CLASSES));
    return Tensors.ofInts(labels);
  }

  private static double bestOther(double[] z, int y) {
    double best = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < z.length; j++) {
      best = j == y ? best : Math.max(best, z[j]);
    }
    return best;
  }

  private static double[] softmax(double[] z) {
    double sum = Arrays.stream(z).map(Math::exp).sum();
    return Arrays.stream(z).map(value -> Math.exp(value) / sum).toArray();
  }
}
