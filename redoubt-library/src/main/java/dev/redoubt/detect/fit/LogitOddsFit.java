package dev.redoubt.detect.fit;

import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetView;
import dev.redoubt.detect.score.LogitOdds;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;

/**
 * Learns how the logits of clean samples move under noise: mean and deviation of {@link
 * LogitOdds#shifts} by predicted class and other class (Roth et al. 2019, equations 5 and 6).
 *
 * @param sigma deviation of the noise in pixel space
 * @param copies draws of the score
 * @param samples the first so many clean samples, at most
 */
public record LogitOddsFit(double sigma, int copies, int samples) {
  /** Draws a sample while learning: the deviation is that of one draw. */
  private static final int DRAWS = 8;

  /** What keeps a deviation from being zero, as a share of the typical one. */
  private static final double FLOOR = 0.01;

  /** Checks. */
  public LogitOddsFit {
    LogitOdds.check(sigma, copies);
  }

  /**
   * Learns from the clean samples. A class that is never predicted takes the average of the rest.
   */
  public LogitOdds fit(Lessons lessons) {
    int k = lessons.classes();
    double[] sums = new double[k * k];
    double[] squares = new double[k * k];
    long[] counts = new long[k];
    Dataset some = DatasetView.slice(lessons.clean(), 0, samples);
    lessons.forEachBatch(
        some,
        "odds",
        (batch, draws) -> {
          Tensor x = batch.inputs();
          Tensor logits = Autograd.noGrad(() -> lessons.classifier().logits(x, draws));
          Tensor predicted = Reductions.argmax(logits, 1);
          Tensor shifts =
              Autograd.noGrad(
                  () ->
                      LogitOdds.shifts(
                          logits, predicted, lessons.classifier(), x, sigma, DRAWS, draws));
          count(predicted.ints(), counts);
          add(shifts.floats(), predicted.ints(), k, sums, squares);
        });
    return of(k, sums, squares, counts);
  }

  private static void count(int[] predicted, long[] counts) {
    for (int y : predicted) {
      counts[y]++;
    }
  }

  private static void add(float[] shifts, int[] predicted, int k, double[] sums, double[] squares) {
    int n = predicted.length;
    for (int draw = 0; draw < DRAWS; draw++) {
      for (int row = 0; row < n; row++) {
        for (int other = 0; other < k; other++) {
          double g = shifts[(draw * n + row) * k + other];
          int at = predicted[row] * k + other;
          sums[at] += g;
          squares[at] += g * g;
        }
      }
    }
  }

  private LogitOdds of(int k, double[] sums, double[] squares, long[] counts) {
    double[] total = moments(k, sums, squares, counts);
    float[] mean = new float[k * k];
    float[] deviation = new float[k * k];
    for (int y = 0; y < k; y++) {
      double n = counts[y] * (double) DRAWS;
      for (int other = 0; other < k; other++) {
        int at = y * k + other;
        double average = n == 0 ? total[0] : sums[at] / n;
        double spread =
            n == 0 ? total[1] : Math.sqrt(Math.max(0, squares[at] / n - average * average));
        mean[at] = (float) average;
        deviation[at] = (float) Math.max(spread, FLOOR * total[1]);
      }
    }
    return new LogitOdds(
        sigma, copies, Scope.own(Tensors.of(mean, k, k)), Scope.own(Tensors.of(deviation, k, k)));
  }

  /** Mean and deviation over all pairs of different classes; the deviation is positive. */
  private static double[] moments(int k, double[] sums, double[] squares, long[] counts) {
    double sum = 0;
    double square = 0;
    double n = 0;
    for (int y = 0; y < k; y++) {
      for (int other = 0; other < k; other++) {
        if (other != y) {
          sum += sums[y * k + other];
          square += squares[y * k + other];
          n += counts[y] * (double) DRAWS;
        }
      }
    }
    double mean = n == 0 ? 0 : sum / n;
    double deviation = n == 0 ? 0 : Math.sqrt(Math.max(0, square / n - mean * mean));
    return new double[] {mean, deviation > 0 ? deviation : 1};
  }
}
