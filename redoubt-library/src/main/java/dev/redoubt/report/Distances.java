package dev.redoubt.report;

import dev.redoubt.evaluate.Evaluation;
import dev.redoubt.evaluate.SampleOutcome;
import dev.redoubt.evaluate.Status;
import dev.redoubt.threat.Norm;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How far the samples that were classified correctly are from the nearest adversarial points that
 * were found. Upper bounds: there may be nearer ones.
 *
 * @param norm in which distances are measured
 * @param right samples that were classified correctly
 * @param found of these, how many have an adversarial point
 * @param median over all that were right, where one without such a point counts as infinitely far;
 *     NaN if there are none, infinite if half of them have none
 * @param mean over those that have one; NaN if there are none
 * @param largest over those that have one; NaN if there are none
 */
public record Distances(
    String norm, long right, long found, double median, double mean, double largest) {
  /** Those of an evaluation; null unless it measured them. */
  static @Nullable Distances of(Evaluation evaluation) {
    if (!evaluation.plan().distances()) {
      return null;
    }
    Norm norm = evaluation.plan().threat().norm();
    List<SampleOutcome> right =
        evaluation.outcomes().stream().filter(o -> o.status() != Status.MISCLASSIFIED).toList();
    double[] all =
        right.stream()
            .mapToDouble(o -> o.nearest() == null ? Double.POSITIVE_INFINITY : o.nearest())
            .sorted()
            .toArray();
    double[] known =
        right.stream()
            .map(SampleOutcome::nearest)
            .filter(Objects::nonNull)
            .mapToDouble(d -> d)
            .toArray();
    double sum = 0;
    double largest = Double.NaN;
    for (double distance : known) {
      sum += distance;
      largest = Double.isNaN(largest) ? distance : Math.max(largest, distance);
    }
    return new Distances(
        norm.name(), all.length, known.length, median(all), sum / known.length, largest);
  }

  private static double median(double[] sorted) {
    int n = sorted.length;
    return n == 0 ? Double.NaN : (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }

  /** All in a sentence. */
  public String sentence() {
    if (found == 0) {
      return "No adversarial point was found for any of the %s samples that were right."
          .formatted(Numbers.count(right));
    }
    return "Nearest adversarial points: found for %s of the %s samples that were right, %s distance %s in the median, %s on average."
        .formatted(
            Numbers.count(found),
            Numbers.count(right),
            norm,
            Double.isFinite(median) ? Numbers.number(median) : "unbounded",
            Numbers.number(mean));
  }
}
