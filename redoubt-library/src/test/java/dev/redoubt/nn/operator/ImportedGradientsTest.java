package dev.redoubt.nn.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.RandomStream;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Gradients of every operator against central differences in fp64. */
class ImportedGradientsTest {
  private static final double STEP = 1e-6;
  private static final double[] X = Operators.floats(1, 4, 6, 6).doubles();

  static Stream<OperatorCases> smooth() {
    return OperatorCases.all().filter(OperatorCases::smooth);
  }

  static Stream<OperatorCases> flat() {
    return OperatorCases.all().filter(example -> !example.smooth());
  }

  private static Tensor weighted(OperatorCases example, Tensor x) {
    Tensor out =
        OperatorContractTest.run(example.operator(), example.reads().apply(x), DType.FLOAT64, 1);
    double[] factors = new double[Math.toIntExact(out.count())];
    RandomStream stream = RandomStream.of(9, -1, "factors");
    for (int i = 0; i < factors.length; i++) {
      factors[i] = stream.uniform() + .5;
    }
    return Reductions.sum(out.times(Tensors.of(factors, out.shape())));
  }

  private static double[] gradient(OperatorCases example) {
    return Scope.value(
        () -> {
          Tensor leaf = Autograd.variable(Tensors.of(X, 1, 4, 6, 6));
          return Autograd.grad(weighted(example, leaf), leaf).doubles();
        });
  }

  private static double at(OperatorCases example, int index, double step) {
    double[] moved = X.clone();
    moved[index] += step;
    return Scope.value(() -> weighted(example, Tensors.of(moved, 1, 4, 6, 6)).item());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("smooth")
  void matchesFiniteDifferences(OperatorCases example) {
    double[] gradient = gradient(example);
    int steepest = 0;
    for (int i = 0; i < X.length; i++) {
      steepest = Math.abs(gradient[i]) > Math.abs(gradient[steepest]) ? i : steepest;
    }
    assertThat(Math.abs(gradient[steepest])).isGreaterThan(.01);
    assertSlope(example, gradient, steepest);
    for (int i = 0; i < X.length; i += 5) {
      assertSlope(example, gradient, i);
    }
  }

  private static void assertSlope(OperatorCases example, double[] gradient, int input) {
    double slope = (at(example, input, STEP) - at(example, input, -STEP)) / (2 * STEP);
    double tolerance = 1e-6 * Math.max(1, Math.abs(slope));
    assertThat(gradient[input]).as("input %d", input).isCloseTo(slope, within(tolerance));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("flat")
  void jumpsHaveNoGradient(OperatorCases example) {
    assertThat(gradient(example)).containsOnly(0);
  }
}
