package dev.redoubt.pipeline;

import dev.redoubt.model.Declaration.Backward;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * What stages give when they are deployed, with the derivatives that they declare: their own, or
 * those of their surrogates (BPDA, Athalye et al. 2018, section 4.1).
 */
public final class StraightThrough {
  private StraightThrough() {}

  /** What a purifier makes of inputs. */
  public static Tensor of(Purifier purifier, Tensor x, Draws draws) {
    return of(purifier, x, draws, input -> purifier.apply(input, draws));
  }

  /**
   * What a stage computes of inputs.
   *
   * @param exact as it is deployed
   */
  static Tensor of(Stage stage, Tensor x, Draws draws, UnaryOperator<Tensor> exact) {
    Backward backward = stage.declares().backward();
    if (!x.requiresGrad() || backward instanceof Backward.Exact) {
      return exact.apply(x);
    }
    Tensor value = Autograd.noGrad(() -> exact.apply(x.detached()));
    return backward instanceof Backward.Surrogate surrogate
        ? joined(stage, value, surrogate.substitute().apply(x, draws))
        : value;
  }

  /**
   * The first's value with the second's derivative. What is added is zero, not nearly zero, so that
   * not a bit of the value changes.
   */
  private static Tensor joined(Stage stage, Tensor value, Tensor substitute) {
    if (!Arrays.equals(value.shape(), substitute.shape())) {
      throw new IllegalStateException(
          "stage %s gives the shape %s, but its surrogate %s"
              .formatted(
                  stage.name(),
                  Arrays.toString(value.shape()),
                  Arrays.toString(substitute.shape())));
    }
    return value.plus(substitute.minus(substitute.detached()));
  }
}
