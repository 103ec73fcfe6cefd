package dev.redoubt.purify;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Exchanges in a fixed order that put values in order whatever they are, so that whole tensors can
 * be sorted against each other: Batcher's merge exchange (Knuth, The Art of Computer Programming,
 * volume 3, algorithm 5.2.2M).
 */
final class SortingNetwork {
  private SortingNetwork() {}

  /**
   * An exchange.
   *
   * @param low where the smaller of two values goes
   * @param high where the larger goes
   */
  record Exchange(int low, int high) {}

  /** Exchanges that put in order. */
  static List<Exchange> sorting(int n) {
    List<Exchange> exchanges = new ArrayList<>();
    int top = Integer.highestOneBit(Math.max(1, n - 1));
    for (int p = top; p > 0; p /= 2) {
      int remainder = 0;
      int distance = p;
      for (int q = top; q >= p; q /= 2) {
        for (int i = 0; i + distance < n; i++) {
          if ((i & p) == remainder) {
            exchanges.add(new Exchange(i, i + distance));
          }
        }
        remainder = p;
        distance = q - p;
      }
    }
    return exchanges;
  }

  /** Those of them that the value in place {@code rank} depends on. */
  static List<Exchange> selecting(int rank, int n) {
    List<Exchange> backwards = new ArrayList<>();
    Set<Integer> needed = new HashSet<>(Set.of(rank));
    List<Exchange> all = sorting(n);
    Collections.reverse(all);
    for (Exchange exchange : all) {
      if (needed.contains(exchange.low) || needed.contains(exchange.high)) {
        needed.add(exchange.low);
        needed.add(exchange.high);
        backwards.add(exchange);
      }
    }
    Collections.reverse(backwards);
    return backwards;
  }
}
