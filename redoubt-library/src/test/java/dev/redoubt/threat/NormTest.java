package dev.redoubt.threat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.RandomStream;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NormTest {
  private static final int ROWS = 5;
  private static final int FEATURES = 6;

  @ParameterizedTest
  @CsvSource({"linf, 4, 12", "l2, 5, 13", "l1, 7, 17", "l0, 2, 2"})
  void lengthsOfKnownVectors(String norm, double first, double second) {
    double[] a = {3, -4, 0, -12, 0, 5, 0, 0, 0};
    Scope.run(
        () -> {
          Tensor x = Tensors.of(a, 3, 3);
          Norm measured = Norm.named(norm);
          assertThat(measured.of(x).doubles())
              .containsExactly(new double[] {first, second, 0}, within(1e-12));
          assertThat(measured.distance(Tensors.zerosLike(x), x).doubles())
              .containsExactly(new double[] {first, second, 0}, within(1e-12));
        });
  }

  @Property(tries = 15)
  void theDualNormIsReachedBySteepestAscentAndByNothingMore(
      @ForAll @IntRange(max = 10_000) int seed,
      @ForAll @DoubleRange(min = 0.01, max = 10) double radius) {
    for (Norm norm : new Norm[] {new Linf(), new L2(), new L1()}) {
      Scope.run(
          () -> {
            Tensor gradient = gaussian(seed, "gradient");
            double[] dual = norm.dual(gradient).doubles();
            Tensor steepest = norm.steepestAscent(gradient, radius);
            double[] reached = product(gradient, steepest);
            double[] length = norm.of(steepest).doubles();
            for (int trial = 0; trial < 20; trial++) {
              Tensor other = gaussian(seed, "other-" + trial);
              double[] size = norm.of(other).doubles();
              double[] rise = product(gradient, other);
              for (int row = 0; row < ROWS; row++) {
                assertThat(rise[row] / size[row]).isLessThanOrEqualTo(dual[row] + 1e-9);
              }
            }
            for (int row = 0; row < ROWS; row++) {
              assertThat(reached[row]).isCloseTo(radius * dual[row], within(1e-9 * (1 + radius)));
              assertThat(length[row]).isCloseTo(radius, within(1e-9 * (1 + radius)));
            }
          });
    }
  }

  /** Along the gradient, as long in L2 as the steepest step: three features of .5 move in Linf. */
  @ParameterizedTest
  @CsvSource({"linf, .8660254", "l2, .5", "l1, .5"})
  void straightStepsGoAsFarAsTheSteepestOnes(String norm, double length) {
    double[] gradient = {2, -1, 0, 2, 4e-20, 0, 0, -3e-20, 0, 0, 0, 0};
    Scope.run(
        () -> {
          Tensor step = Norm.named(norm).straightAscent(Tensors.of(gradient, 3, 4), .5);
          double[] expected = {2 * length / 3, -length / 3, 0, 2 * length / 3};
          double[] found = step.doubles();
          assertThat(Arrays.copyOf(found, 4)).containsExactly(expected, within(1e-7));
          double second = norm.equals("linf") ? .5 * Math.sqrt(2) : .5;
          assertThat(found[4]).isCloseTo(.8 * second, within(1e-7));
          assertThat(found[7]).isCloseTo(-.6 * second, within(1e-7));
          assertThat(Arrays.copyOfRange(found, 8, 12)).containsOnly(0);
        });
  }

  @Test
  void theL0StepTakesTheSignsOfTheLargest() {
    Scope.run(
        () ->
            assertThat(
                    new L0()
                        .steepestAscent(Tensors.of(new float[] {0.1f, -3, 2, -0.2f}, 1, 4), 2.9)
                        .floats())
                .containsExactly(0, -1, 1, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"linf", "l2", "l1", "l0"})
  void zeroGradientsGiveNoStep(String norm) {
    Scope.run(
        () ->
            assertThat(
                    Norm.named(norm).steepestAscent(Tensors.of(new float[6], 2, 3), 1.5).floats())
                .containsOnly(0f));
  }

  @Test
  void l2StepsAreFullLengthHoweverSmallTheGradient() {
    Scope.run(
        () -> {
          float[] tiny = {3e-30f, 4e-30f};
          assertThat(new L2().steepestAscent(Tensors.of(tiny, 1, 2), 5).doubles())
              .containsExactly(new double[] {3, 4}, within(1e-5));
        });
  }

  /** The radius of one row is none of another's business, whatever it is. */
  @ParameterizedTest
  @ValueSource(strings = {"linf", "l2", "l1", "l0"})
  void everyRowIsProjectedOntoABallOfItsOwn(String name) {
    Norm norm = Norm.named(name);
    double[] radii = {1.3, 0, Double.POSITIVE_INFINITY, 2.9, Double.NaN};
    Scope.run(
        () -> {
          Tensor delta = gaussian(4, "delta");
          Tensor projected = norm.project(delta, Tensors.of(radii, ROWS));
          assertThat(projected.shape()).containsExactly(delta.shape());
          for (int row = 0; row < ROWS - 1; row++) {
            double[] expected =
                Double.isInfinite(radii[row])
                    ? Layout.row(delta, row).doubles()
                    : norm.project(Layout.row(delta, row), radii[row]).doubles();
            assertThat(Layout.row(projected, row).doubles())
                .as("row %d", row)
                .containsExactly(expected, within(1e-5));
          }
        });
  }

  private static Tensor gaussian(int seed, String purpose) {
    RandomStream stream = RandomStream.of(seed, -1, purpose);
    double[] values = new double[ROWS * FEATURES];
    for (int i = 0; i < values.length; i++) {
      values[i] = stream.gaussian();
    }
    // Images, so that norms have to look at all dimensions but the first.
    return Tensors.of(values, ROWS, 1, 2, FEATURES / 2);
  }

  private static double[] product(Tensor a, Tensor b) {
    return Reductions.sumPerSample(a.times(b)).doubles();
  }
}
