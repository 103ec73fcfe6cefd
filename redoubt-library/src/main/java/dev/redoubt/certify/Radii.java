package dev.redoubt.certify;

import dev.redoubt.BadInputException;
import dev.redoubt.certify.smoothing.Smoothing;
import java.util.List;

/** Which radii are asked for. */
public sealed interface Radii {
  /**
   * Whether each input is safe at each of some radii, all in one stream of draws.
   *
   * @param values rising, not negative
   */
  record Grid(List<Double> values) implements Radii {
    /** Checks and copies. */
    public Grid {
      double before = Double.NEGATIVE_INFINITY;
      for (double value : values) {
        if (!(value >= 0) || Double.isInfinite(value) || value <= before) {
          throw new BadInputException(
              "radii must rise, and none be negative or infinite: not " + values);
        }
        before = value;
      }
      if (values.isEmpty()) {
        throw new BadInputException("at least one radius is wanted");
      }
      values = List.copyOf(values);
    }

    /** The probabilities that have to be exceeded. */
    List<Double> thresholds(Smoothing smoothing) {
      List<Double> thresholds = values.stream().map(smoothing::probability).toList();
      for (int i = 0; i < thresholds.size(); i++) {
        if (!(thresholds.get(i) < 1)) {
          throw new BadInputException(
              "radius %s is out of reach of %s smoothing: no probability below 1 gives it"
                  .formatted(values.get(i), smoothing.name()));
        }
      }
      return thresholds;
    }
  }

  /**
   * The radius of each input.
   *
   * @param width the interval of radii to stop at, positive
   * @param upTo a radius beyond which nothing more is to be proven, positive
   */
  record Full(double width, double upTo) implements Radii {
    /** Checks. */
    public Full {
      if (!(width > 0) || !(upTo > 0)) {
        throw new BadInputException(
            "the width to stop at and the radius to go up to must be positive, not %s and %s"
                .formatted(width, upTo));
      }
    }
  }
}
