package dev.redoubt.attack.square;

/**
 * The share of the image that a window covers, by the number of changes tried before: piecewise
 * constant, halved at the numbers that the Square Attack's authors chose for 10,000 queries.
 *
 * @param pInit the share at first, in (0, 1]
 */
record Schedule(double pInit) {
  /** The last iteration of each piece. */
  private static final int[] PIECES = {10, 50, 200, 500, 1000, 2000, 4000, 6000, 8000};

  /**
   * The share p of a change.
   *
   * @param iteration 0 for the first change after the initial point
   */
  double share(int iteration) {
    double share = pInit;
    for (int last : PIECES) {
      if (iteration > last) {
        share /= 2;
      }
    }
    return share;
  }
}
