package dev.redoubt.attack.minimum;

import java.util.Arrays;

/**
 * Which features to change, from two derivatives by each of them (Papernot et al. 2016, equations 8
 * and 10): those with the largest {@code rise·fall}, where rise is what the target's logit gains,
 * and fall what the others' lose together, both of which must be positive.
 *
 * @param rise by feature, {@code theta}'s sign counted in
 * @param fall by feature
 */
@SuppressWarnings("ArrayRecordComponent") // one row, never compared
record Saliency(float[] rise, float[] fall) {
  private static final int[] NONE = {};

  /**
   * The best single feature.
   *
   * @param free which features may be changed
   * @return its number, or nothing if no feature helps
   */
  int[] single(boolean[] free) {
    int best = -1;
    double most = 0;
    for (int i = 0; i < rise.length; i++) {
      double product = (double) rise[i] * fall[i];
      if (free[i] && rise[i] > 0 && product > most) {
        best = i;
        most = product;
      }
    }
    return best < 0 ? NONE : new int[] {best};
  }

  /**
   * The best pair: the sums over both count. Where both sums are positive the product grows with
   * either derivative of either feature. So a feature for which two others are as good or better in
   * both can be left out, and of the few dozen that remain all pairs are tried.
   *
   * @param free which features may be changed
   * @return their numbers, or nothing if no pair helps
   */
  int[] pair(boolean[] free) {
    int[] able = ableToLead(free);
    int[] best = NONE;
    double most = 0;
    for (int i = 0; i < able.length; i++) {
      for (int j = 0; j < i; j++) {
        double up = (double) rise[able[i]] + rise[able[j]];
        double down = (double) fall[able[i]] + fall[able[j]];
        if (up > 0 && up * down > most) {
          most = up * down;
          best = new int[] {able[j], able[i]};
        }
      }
    }
    return best;
  }

  /** The features for which at most one other is as good or better in both. */
  private int[] ableToLead(boolean[] free) {
    int[] order = byFallingRise(free);
    int[] able = new int[order.length];
    int count = 0;
    double first = Double.NEGATIVE_INFINITY;
    double second = Double.NEGATIVE_INFINITY;
    for (int feature : order) {
      double here = fall[feature];
      if (here > second) {
        able[count++] = feature;
        second = Math.min(first, here);
        first = Math.max(first, here);
      }
    }
    return Arrays.copyOf(able, count);
  }

  /** The free features whose derivatives are numbers; those of largest rise first. */
  private int[] byFallingRise(boolean[] free) {
    long[] keys = new long[rise.length];
    int count = 0;
    for (int i = 0; i < rise.length; i++) {
      if (free[i] && Float.isFinite(rise[i]) && Float.isFinite(fall[i])) {
        keys[count++] = (long) descending(rise[i]) << Integer.SIZE | i;
      }
    }
    Arrays.sort(keys, 0, count);
    return Arrays.stream(keys, 0, count).mapToInt(key -> (int) key).toArray();
  }

  /** An integer that is the smaller, the larger the number is. */
  private static int descending(float value) {
    int bits = Float.floatToIntBits(value);
    return bits >= 0 ? ~bits : bits ^ Integer.MIN_VALUE;
  }
}
