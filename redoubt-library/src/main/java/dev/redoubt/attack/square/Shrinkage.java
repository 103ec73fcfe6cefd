package dev.redoubt.attack.square;

/**
 * The threshold λ of the exact projection onto an L1 ball within a box (Croce and Hein 2021, "Mind
 * the box", proposition 2.1), {@code sign(v)·min(max(|v|-λ, 0), room)}, for one sample in plain
 * arrays. The norm of that falls with λ piece by piece on straight lines, so Newton's method ends
 * on the right piece; bisection takes over where a line leads astray.
 */
final class Shrinkage {
  private static final int MOST_ROUNDS = 200;

  private Shrinkage() {}

  /**
   * The smallest λ ≥ 0 at which the norm is at most {@code budget}, up to rounding.
   *
   * @param sizes {@code |v|}, of which the first {@code count} are looked at
   * @param rooms how far each may go, at least 0
   */
  static double threshold(double[] sizes, double[] rooms, int count, double budget) {
    double low = 0;
    double high = 0;
    for (int i = 0; i < count; i++) {
      high = Math.max(high, sizes[i]);
    }
    double lambda = 0;
    for (int round = 0; round < MOST_ROUNDS; round++) {
      double norm = 0;
      int shrinking = 0;
      for (int i = 0; i < count; i++) {
        double left = sizes[i] - lambda;
        if (left > 0) {
          norm += Math.min(left, rooms[i]);
          shrinking += left <= rooms[i] ? 1 : 0;
        }
      }
      double excess = norm - budget;
      if (Math.abs(excess) <= 1e-12 * budget || (round == 0 && excess <= 0)) {
        return lambda;
      }
      if (excess > 0) {
        low = lambda;
      } else {
        high = lambda;
      }
      double next = lambda + excess / shrinking;
      lambda = next > low && next < high ? next : (low + high) / 2;
    }
    return high;
  }
}
