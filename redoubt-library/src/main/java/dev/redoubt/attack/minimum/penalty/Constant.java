package dev.redoubt.attack.minimum.penalty;

/**
 * The search for the smallest c at which a row succeeds: ten times as large until it does, then by
 * bisection.
 *
 * @param lower the largest c that has failed, or 0
 * @param value the c to try
 * @param upper the smallest c that has succeeded; infinite if none has
 */
record Constant(double lower, double value, double upper) {
  private static final double GROWTH = 10;

  /** What the last of many tries falls back on where nothing has succeeded. */
  private static final double LARGEST = 1e10;

  static Constant first(double value) {
    return new Constant(0, value, Double.POSITIVE_INFINITY);
  }

  Constant after(boolean succeeded) {
    double below = succeeded ? lower : value;
    double above = succeeded ? value : upper;
    double next = Double.isInfinite(above) ? value * GROWTH : (below + above) / 2;
    return new Constant(below, next, above);
  }

  /** For the last try: what has succeeded before, so that it ends with that. */
  Constant surest() {
    return new Constant(lower, Math.min(upper, LARGEST), upper);
  }
}
