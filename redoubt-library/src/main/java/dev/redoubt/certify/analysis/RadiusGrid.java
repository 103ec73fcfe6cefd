package dev.redoubt.certify.analysis;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Radii for a table whose reader has asked for none. */
public final class RadiusGrid {
  private static final BigDecimal QUARTER = new BigDecimal("0.25");
  private static final int MOST = 12;

  private RadiusGrid() {}

  /**
   * Multiples of ¼ from 0 up to {@code largest}; of a wider step where those would be more than
   * twelve, of a power of ten where they would be none.
   *
   * @param largest not negative, finite
   */
  public static List<Double> upTo(double largest) {
    List<Double> radii = new ArrayList<>(List.of(0.0));
    if (largest <= 0) {
      return radii;
    }
    BigDecimal end = BigDecimal.valueOf(largest);
    BigDecimal step = QUARTER;
    while (step.multiply(BigDecimal.valueOf(MOST)).compareTo(end) < 0) {
      step = step.add(step);
    }
    if (end.compareTo(QUARTER) < 0) {
      step = BigDecimal.ONE.scaleByPowerOfTen(end.precision() - end.scale() - 1);
    }
    for (BigDecimal r = step; r.compareTo(end) <= 0; r = r.add(step)) {
      radii.add(r.doubleValue());
    }
    return radii;
  }
}
