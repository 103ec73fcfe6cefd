package dev.redoubt.model.spec;

import dev.redoubt.BadInputException;
import dev.redoubt.model.spec.Formula.Condition;
import dev.redoubt.model.spec.Formula.InputBound;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Bounds of all inputs, under construction; infinite where there are none yet. */
final class Bounds {
  private final double[] low;
  private final double[] high;

  Bounds(int inputs) {
    low = new double[inputs];
    high = new double[inputs];
    Arrays.fill(low, Double.NEGATIVE_INFINITY);
    Arrays.fill(high, Double.POSITIVE_INFINITY);
  }

  private Bounds(double[] low, double[] high) {
    this.low = low;
    this.high = high;
  }

  Bounds copy() {
    return new Bounds(low.clone(), high.clone());
  }

  /** Takes in the bounds among the literals, and hands on the conditions. */
  void take(List<Formula> literals, List<Inequality> conditions) {
    for (Formula literal : literals) {
      if (literal instanceof InputBound bound && bound.upper()) {
        high[bound.input()] = Math.min(high[bound.input()], bound.value());
      } else if (literal instanceof InputBound bound) {
        low[bound.input()] = Math.max(low[bound.input()], bound.value());
      } else if (literal instanceof Condition condition) {
        conditions.add(condition.inequality());
      }
    }
  }

  void requireComplete(Path file) {
    for (int i = 0; i < low.length; i++) {
      if (Double.isInfinite(low[i]) || Double.isInfinite(high[i])) {
        throw new BadInputException(
            "%s gives input X_%d no %s bound"
                .formatted(file, i, Double.isInfinite(low[i]) ? "lower" : "upper"));
      }
    }
  }

  /** The box; none if it is empty or open. */
  Optional<InputBox> box() {
    boolean closed = true;
    for (int i = 0; closed && i < low.length; i++) {
      closed = low[i] <= high[i] && Double.isFinite(low[i]) && Double.isFinite(high[i]);
    }
    return closed ? Optional.of(new InputBox(low, high)) : Optional.empty();
  }
}
