package dev.redoubt.certify.sequential;

/**
 * The exact probability that a test ever gives a bound that is too large: the distribution of the
 * count is carried from draw to draw, as the definition has it, and walks end where a look goes
 * wrong. Nobody stops before, so this is the worst over all rules of stopping.
 */
final class FalseBound {
  private static final double NEGLIGIBLE = 1e-20;

  private FalseBound() {}

  /** {@code P(some look gives a bound in [p, 1))} for draws of probability p. */
  static double probability(SequentialTest test, double p) {
    double[] mass = new double[test.cap() + 2];
    mass[0] = 1;
    int low = 0;
    int high = 0;
    int look = test.nextLook(0);
    double wrong = 0;
    for (int draws = 1; draws <= test.cap(); draws++) {
      for (int a = high + 1; a > low; a--) {
        mass[a] = mass[a] * (1 - p) + mass[a - 1] * p;
      }
      mass[low] *= 1 - p;
      high++;
      if (draws == look) {
        wrong += end(test, p, mass, low, high, draws);
        look = draws < test.cap() ? test.nextLook(draws) : look;
      }
      while (low < high && mass[low] < NEGLIGIBLE) {
        mass[low++] = 0;
      }
      while (high > low && mass[high] < NEGLIGIBLE) {
        mass[high--] = 0;
      }
    }
    return wrong;
  }

  private static double end(
      SequentialTest test, double p, double[] mass, int low, int high, int draws) {
    double ended = 0;
    for (int a = high; a >= low; a--) {
      double bound = test.lowerBound(a, draws);
      if (bound > 0 && bound >= p) {
        ended += mass[a];
        mass[a] = 0;
      }
    }
    return ended;
  }
}
