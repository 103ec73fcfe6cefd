package dev.redoubt.attack.universal;

import dev.redoubt.BadInputException;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.threat.Norm;
import java.util.List;

/**
 * One perturbation for all inputs.
 *
 * @param name what reports call it, not blank
 * @param norm in which it is limited
 * @param epsilon its limit, positive
 * @param shape of one input, without the batch dimension
 * @param delta what is added, in pixel space: finite values of norm at most epsilon, up to rounding
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record UniversalPerturbation(
    String name, Norm norm, double epsilon, List<Integer> shape, float[] delta) {
  private static final double ROUNDING = 1e-5;

  /** Checks that all of it fits together, and copies. */
  public UniversalPerturbation {
    shape = List.copyOf(shape);
    delta = delta.clone();
    if (name.isBlank()) {
      throw new BadInputException("a universal perturbation wants a name");
    }
    if (!(epsilon > 0) || Double.isInfinite(epsilon)) {
      throw new BadInputException(
          "epsilon of universal perturbation %s must be positive and finite, not %s"
              .formatted(name, epsilon));
    }
    double features = shape.stream().mapToDouble(Integer::doubleValue).reduce(1, (x, y) -> x * y);
    if (shape.isEmpty() || shape.stream().anyMatch(n -> n < 1) || features != delta.length) {
      throw new BadInputException(
          "universal perturbation %s has %d values for the shape %s"
              .formatted(name, delta.length, shape));
    }
    double size = size(norm, delta);
    if (!(size <= epsilon * (1 + ROUNDING))) {
      throw new BadInputException(
          "universal perturbation %s has the %s norm %s, but its epsilon is %s"
              .formatted(name, norm.name(), size, epsilon));
    }
  }

  private static double size(Norm norm, float[] delta) {
    return Scope.value(() -> norm.of(Tensors.of(delta, 1, delta.length).to(DType.FLOAT64)).item());
  }

  @Override
  public float[] delta() {
    return delta.clone();
  }

  /** As a batch of one, {@code [1, ...shape]}. */
  public Tensor tensor() {
    long[] batched = new long[shape.size() + 1];
    batched[0] = 1;
    for (int i = 1; i < batched.length; i++) {
      batched[i] = shape.get(i - 1);
    }
    return Tensors.of(delta, batched);
  }
}
