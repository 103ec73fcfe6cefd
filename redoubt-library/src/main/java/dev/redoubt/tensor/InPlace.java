package dev.redoubt.tensor;

import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;

/**
 * Changes of a tensor's own values, off the tape: for weights and running averages, which others
 * hold on to. Shapes must be equal.
 */
public final class InPlace {
  private InPlace() {}

  /** {@code target = values}. */
  public static void set(Tensor target, Tensor values) {
    change(() -> target.raw.copy_(values.raw));
  }

  /** {@code target = target + factor·other}. */
  public static void add(Tensor target, double factor, Tensor other) {
    change(() -> target.raw.add_(other.raw, new Scalar(factor)));
  }

  /** {@code target = target + share·(other - target)}. */
  public static void blend(Tensor target, Tensor other, double share) {
    change(() -> target.raw.lerp_(other.raw, new Scalar(share)));
  }

  private static void change(Runnable action) {
    Scope.run(
        () -> {
          NoGradGuard guard = new NoGradGuard();
          try {
            action.run();
          } finally {
            guard.deallocate();
          }
        });
  }
}
