package dev.redoubt.bench;

import java.util.Arrays;

/**
 * Two jobs timed turn by turn, so that whatever else slows the machine down slows both: the ratio
 * of the medians means something where two separate runs would not.
 *
 * @param first median seconds of the first job
 * @param second median seconds of the second job
 */
record Interleaved(double first, double second) {
  static Interleaved time(Runnable first, Runnable second, int warmup, int rounds) {
    double[] a = new double[rounds];
    double[] b = new double[rounds];
    for (int i = -warmup; i < rounds; i++) {
      double x = seconds(first);
      double y = seconds(second);
      if (i >= 0) {
        a[i] = x;
        b[i] = y;
      }
    }
    return new Interleaved(median(a), median(b));
  }

  double ratio() {
    return second / first;
  }

  static double seconds(Runnable job) {
    long start = System.nanoTime();
    job.run();
    return (System.nanoTime() - start) / 1e9;
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
