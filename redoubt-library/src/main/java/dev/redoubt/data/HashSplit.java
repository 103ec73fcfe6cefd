package dev.redoubt.data;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The split of data that has none of its own: a sample belongs to {@code test} with probability 1/5
 * by a hash of its key, else to {@code train}; {@code all} is both. A table's or an archive's key
 * is the row's index, so the split is the same on every platform and does not move when rows are
 * appended.
 */
final class HashSplit {
  private static final double TEST_SHARE = 0.2;

  private HashSplit() {}

  /** The indices out of 0 … keys − 1 that belong to the split, with the index itself as key. */
  static int[] ofRows(int rows, String split) {
    return IntStream.range(0, rows).filter(i -> contains(split, i)).toArray();
  }

  /** The indices of the keys that belong to the split; equal keys stay together. */
  static int[] ofKeys(List<String> keys, String split) {
    return IntStream.range(0, keys.size())
        .filter(i -> contains(split, keys.get(i).hashCode()))
        .toArray();
  }

  private static boolean contains(String split, long key) {
    boolean test = (mix(key) >>> 11) * 0x1p-53 < TEST_SHARE;
    return split.equals("all") || split.equals(test ? "test" : "train");
  }

  /** The finaliser of SplitMix64 (Steele, Lea and Flood 2014; Stafford's variant 13). */
  private static long mix(long key) {
    long z = key + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
