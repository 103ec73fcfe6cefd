package dev.redoubt.certify.smoothing;

import java.math.BigInteger;
import java.util.function.Predicate;

/**
 * All that can happen when places of a binary input are kept or replaced: classifiers as tables,
 * and their probabilities as exact counts. An input is a bit a place; what is left of it, a {@link
 * View}, is which places are kept and the bits there.
 *
 * @param places d, at most 10
 * @param weights of each set of kept places, by its bits; the probability of the set is its weight
 *     over the total
 */
@SuppressWarnings("ArrayRecordComponent")
record SubsetGame(int places, long[] weights) {
  record View(int kept, int bits) {}

  /** Sets of {@code kept} places, all alike. */
  static SubsetGame ablation(int places, int kept) {
    long[] weights = new long[1 << places];
    for (int set = 0; set < weights.length; set++) {
      weights[set] = Integer.bitCount(set) == kept ? 1 : 0;
    }
    return new SubsetGame(places, weights);
  }

  /** Each place deleted with probability {@code (parts - 1) / parts}. */
  static SubsetGame deletion(int places, int parts) {
    long[] weights = new long[1 << places];
    for (int set = 0; set < weights.length; set++) {
      int deleted = places - Integer.bitCount(set);
      weights[set] = BigInteger.valueOf(parts - 1).pow(deleted).longValueExact();
    }
    return new SubsetGame(places, weights);
  }

  long total() {
    long total = 0;
    for (long weight : weights) {
      total += weight;
    }
    return total;
  }

  /** The weight of the sets that a classifier says yes to. */
  long yes(int input, Predicate<View> classifier) {
    long yes = 0;
    for (int set = 0; set < weights.length; set++) {
      if (weights[set] > 0 && classifier.test(new View(set, input & set))) {
        yes += weights[set];
      }
    }
    return yes;
  }

  /** What a classifier must beat to be right at an input: a class of more than half. */
  boolean wins(int input, Predicate<View> classifier) {
    return 2 * yes(input, classifier) > total();
  }

  /** The radius of a classifier whose probability is known exactly. */
  double certified(Smoothing smoothing, int input, Predicate<View> classifier) {
    return smoothing.radius(Math.nextDown((double) yes(input, classifier) / total()));
  }
}
