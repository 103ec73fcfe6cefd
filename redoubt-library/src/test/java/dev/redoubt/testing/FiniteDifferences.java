package dev.redoubt.testing;

import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.function.UnaryOperator;

/** Derivatives as central differences, in fp64. */
public final class FiniteDifferences {
  private FiniteDifferences() {}

  /**
   * The gradient of {@code Σ coefficients · function(x)}.
   *
   * @param function from fp64 to fp64
   * @param coefficients as many as the function gives values
   */
  public static double[] gradient(
      UnaryOperator<Tensor> function,
      double[] coefficients,
      double[] at,
      double step,
      long... shape) {
    double[] slopes = new double[at.length];
    for (int i = 0; i < at.length; i++) {
      double[] up = at.clone();
      double[] down = at.clone();
      up[i] += step;
      down[i] -= step;
      slopes[i] =
          (weighted(function, coefficients, up, shape)
                  - weighted(function, coefficients, down, shape))
              / (2 * step);
    }
    return slopes;
  }

  private static double weighted(
      UnaryOperator<Tensor> function, double[] coefficients, double[] at, long... shape) {
    return Scope.value(() -> weighted(function.apply(Tensors.of(at, shape)), coefficients).item());
  }

  /** {@code Σ coefficients · value}. */
  public static Tensor weighted(Tensor value, double[] coefficients) {
    return Reductions.sum(value.times(Tensors.of(coefficients, value.shape()).to(value.dtype())));
  }
}
