package dev.redoubt.certify.sequential;

import dev.redoubt.BadInputException;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * When a sequential test looks: after {@code first} draws, then after {@code growth} times as many,
 * but at least {@code step} more, and at last after {@code cap}.
 *
 * @param first the first look, at least 1
 * @param growth at least 1
 * @param step at least 1
 * @param cap the last look, at least 1
 */
public record Looks(int first, double growth, int step, int cap) {
  /** Checks. */
  public Looks {
    if (first < 1 || !(growth >= 1) || Double.isInfinite(growth) || step < 1 || cap < 1) {
      throw new BadInputException(
          "looks want a first, a step and a cap of at least 1 and a finite growth of at least 1, not %d, %d, %d and %s"
              .formatted(first, step, cap, growth));
    }
  }

  /** 32, 64, … growing by 10 %: some 70 of them up to 100,000. */
  public static Looks growing(int cap) {
    return new Looks(32, 1.1, 32, cap);
  }

  /** So dense that hardly a draw is wasted after a decision: growing by 2 %. */
  public static Looks dense(int cap) {
    return new Looks(32, 1.02, 32, cap);
  }

  /** The look after {@code draws}. */
  public int next(int draws) {
    if (draws < 0 || draws >= cap) {
      throw new IllegalArgumentException("no look after " + draws + " draws of " + cap);
    }
    long next =
        draws < first ? first : Math.max(draws + (long) step, (long) Math.ceil(draws * growth));
    return (int) Math.min(next, cap);
  }

  /** All of them, ascending. */
  public int[] all() {
    return IntStream.concat(IntStream.iterate(next(0), n -> n < cap, this::next), IntStream.of(cap))
        .toArray();
  }

  /** The position of a look among {@link #all}. */
  static int position(int[] looks, int draws) {
    int at = Arrays.binarySearch(looks, draws);
    if (at < 0) {
      throw new IllegalArgumentException(draws + " draws are no look");
    }
    return at;
  }
}
