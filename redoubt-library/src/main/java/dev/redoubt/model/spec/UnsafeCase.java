package dev.redoubt.model.spec;

import java.util.List;

/**
 * One way to violate a specification: an input of the box whose outputs fulfil all conditions.
 *
 * @param box where the input lies
 * @param conditions at least one; all have to hold
 */
public record UnsafeCase(InputBox box, List<Inequality> conditions) {
  /** Copies. */
  public UnsafeCase {
    conditions = List.copyOf(conditions);
    if (conditions.isEmpty()) {
      throw new IllegalArgumentException("a case without a condition on the outputs");
    }
  }

  /** The least slack of the conditions: at least 0 exactly if all hold. NaN if an output is. */
  public double slack(double[] y) {
    double least = Double.POSITIVE_INFINITY;
    for (Inequality condition : conditions) {
      least = Math.min(least, condition.slack(y));
    }
    return least;
  }
}
