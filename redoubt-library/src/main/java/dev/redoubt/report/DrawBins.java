package dev.redoubt.report;

import dev.redoubt.certify.Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** How many inputs took how many draws, counted between powers of two. */
final class DrawBins {
  /**
   * Inputs with so many draws.
   *
   * @param from the least, a power of two
   * @param to twice that, exclusive
   */
  record Bin(long from, long to, int inputs) {}

  private DrawBins() {}

  /**
   * The bins from the first that is needed to the last, empty ones between them included.
   *
   * @param also a number of draws that the bins are to reach as well
   */
  static List<Bin> of(List<Certificate> certificates, @Nullable Integer also) {
    long[] draws =
        certificates.stream().mapToLong(c -> power(CertificationReport.draws(c))).toArray();
    if (draws.length == 0) {
      return List.of();
    }
    long last = Math.max(LongStream.of(draws).max().orElseThrow(), power(also == null ? 1 : also));
    List<Bin> bins = new ArrayList<>();
    for (long from = LongStream.of(draws).min().orElseThrow(); from <= last; from *= 2) {
      long here = from;
      int inputs = (int) LongStream.of(draws).filter(power -> power == here).count();
      bins.add(new Bin(from, 2 * from, inputs));
    }
    return bins;
  }

  private static long power(long draws) {
    return Long.highestOneBit(Math.max(1, draws));
  }
}
