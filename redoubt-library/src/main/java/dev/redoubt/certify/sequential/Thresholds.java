package dev.redoubt.certify.sequential;

import dev.redoubt.BadInputException;
import java.util.List;

/** Probabilities that a test tries to exceed, all in one stream of draws. */
final class Thresholds {
  private Thresholds() {}

  /** Checks that they rise and lie in [½, 1). */
  static double[] of(List<Double> thresholds) {
    double before = 0.5;
    for (int i = 0; i < thresholds.size(); i++) {
      double p = thresholds.get(i);
      if (!(p >= 0.5 && p < 1) || (i > 0 && p <= before)) {
        throw new BadInputException(
            "thresholds must rise and lie in [0.5, 1), not be " + thresholds);
      }
      before = p;
    }
    if (thresholds.isEmpty()) {
      throw new BadInputException("a test wants at least one threshold");
    }
    return thresholds.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** Checks an error probability. */
  static double level(String name, double level) {
    if (!(level > 0 && level < 0.5)) {
      throw new BadInputException(name + " must lie between 0 and 0.5, not be " + level);
    }
    return level;
  }
}
