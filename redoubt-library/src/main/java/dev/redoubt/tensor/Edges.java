package dev.redoubt.tensor;

import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;

/** Images and other grids continued beyond their edges with what stands within. */
public final class Edges {
  private Edges() {}

  /**
   * Mirrored at both edges, so that the outermost values stand twice: {@code b a | a b c | c b}.
   * What is longer than the grid itself is mirrored again and again.
   *
   * @param before how many before the first along {@code dim}
   * @param after how many after the last
   */
  public static Tensor mirrored(Tensor x, int dim, int before, int after) {
    return continued(x, dim, before, after, place -> mirrored(place, x.size(dim)));
  }

  /**
   * Where the value comes from that stands at {@code place}, which may lie beyond the edges.
   *
   * @param length of the grid, at least 1
   * @return from 0 to {@code length - 1}
   */
  public static long mirrored(long place, long length) {
    long within = Math.floorMod(place, 2 * length);
    return Math.min(within, 2 * length - 1 - within);
  }

  /** The outermost values repeated: {@code a a | a b c | c c}. */
  public static Tensor repeated(Tensor x, int dim, int before, int after) {
    long last = x.size(dim) - 1;
    return continued(x, dim, before, after, place -> Math.max(0, Math.min(last, place)));
  }

  private static Tensor continued(
      Tensor x, int dim, int before, int after, LongUnaryOperator origin) {
    if (before == 0 && after == 0) {
      return Layout.alias(x);
    }
    return Scope.tensors(
        () -> {
          long[] origins = LongStream.range(-before, x.size(dim) + after).map(origin).toArray();
          return Layout.select(x, dim, Tensors.ofLongs(origins).to(x.device()));
        });
  }
}
