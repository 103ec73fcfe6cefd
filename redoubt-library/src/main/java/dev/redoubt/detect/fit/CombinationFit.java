package dev.redoubt.detect.fit;

import dev.redoubt.data.Dataset;
import dev.redoubt.detect.score.Combination;
import dev.redoubt.detect.score.Combination.Origin;
import dev.redoubt.detect.score.LayerScores;
import dev.redoubt.model.Observation;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * How the scores of layers become one. With a contrast by a logistic regression of adversarial
 * against clean and noisy samples (Lee et al. 2018, section 2.2; Ma et al. 2018, section 4.3); else
 * by the mean of the layers' scores, each standardised on clean samples.
 */
final class CombinationFit {
  /** On standardised columns, against the sum of the losses. */
  private static final double PENALTY = 1;

  /** Deviation under this share of the mean is rounding. */
  private static final double ROUNDING = 1e-6;

  private CombinationFit() {}

  /**
   * The combination.
   *
   * @param clean the samples on which scores are standardised if there is no contrast
   */
  static Combination of(Lessons lessons, LayerScores scores, Dataset clean) {
    return lessons
        .contrast()
        .map(contrast -> logistic(lessons, scores, contrast))
        .orElseGet(() -> mean(table(lessons, scores, clean, "clean"), scores.layers().size()));
  }

  private static Combination logistic(Lessons lessons, LayerScores scores, Contrast contrast) {
    List<double[]> rows = new ArrayList<>();
    rows.addAll(table(lessons, scores, contrast.clean(), "clean"));
    rows.addAll(table(lessons, scores, contrast.noisy(), "noisy"));
    int quiet = rows.size();
    rows.addAll(table(lessons, scores, contrast.adversarial(), "adversarial"));
    boolean[] adversarial = new boolean[rows.size()];
    Arrays.fill(adversarial, quiet, rows.size(), true);
    Standard standard = Standard.of(rows, scores.layers().size());
    LogisticRegression line =
        LogisticRegression.of(
            rows.stream().map(standard::of).toArray(double[][]::new), adversarial, PENALTY);
    double[] weights = line.weights().clone();
    for (int i = 0; i < weights.length; i++) {
      weights[i] /= standard.deviations[i];
    }
    return combination(Origin.LOGISTIC, standard.means, weights, line.bias());
  }

  private static Combination mean(List<double[]> rows, int layers) {
    Standard standard = Standard.of(rows, layers);
    double[] weights = new double[layers];
    for (int i = 0; i < layers; i++) {
      weights[i] = 1 / standard.deviations[i] / layers;
    }
    return combination(Origin.MEAN, standard.means, weights, 0);
  }

  private static Combination combination(
      Origin origin, double[] centres, double[] weights, double bias) {
    return new Combination(origin, kept(centres), kept(weights), bias);
  }

  private static Tensor kept(double[] values) {
    float[] single = new float[values.length];
    for (int i = 0; i < single.length; i++) {
      single[i] = (float) values[i];
    }
    return Scope.own(Tensors.of(single, single.length));
  }

  private static List<double[]> table(
      Lessons lessons, LayerScores scores, Dataset dataset, String purpose) {
    int layers = scores.layers().size();
    Set<String> names = Collections.unmodifiableSet(new LinkedHashSet<>(scores.layers()));
    List<double[]> rows = new ArrayList<>();
    lessons.forEachBatch(
        dataset,
        purpose,
        (batch, draws) -> {
          double[] values =
              Autograd.noGrad(
                      () -> {
                        Observation seen =
                            lessons.classifier().observe(batch.inputs(), names, draws);
                        return scores.of(seen, lessons.classifier(), batch.inputs(), draws);
                      })
                  .doubles();
          for (int from = 0; from < values.length; from += layers) {
            rows.add(Arrays.copyOfRange(values, from, from + layers));
          }
        });
    return rows;
  }

  /** Mean and deviation of each column; a column that never varies has the deviation 1. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Standard(double[] means, double[] deviations) {
    static Standard of(List<double[]> rows, int columns) {
      double[] means = new double[columns];
      double[] deviations = new double[columns];
      for (int i = 0; i < columns; i++) {
        int column = i;
        means[i] = rows.stream().mapToDouble(row -> row[column]).average().orElse(0);
        double mean = means[i];
        double variance =
            rows.stream()
                .mapToDouble(row -> (row[column] - mean) * (row[column] - mean))
                .average()
                .orElse(0);
        double deviation = Math.sqrt(variance);
        deviations[i] = deviation <= ROUNDING * Math.max(1, Math.abs(mean)) ? 1 : deviation;
      }
      return new Standard(means, deviations);
    }

    double[] of(double[] row) {
      double[] standardised = new double[row.length];
      for (int i = 0; i < row.length; i++) {
        standardised[i] = (row[i] - means[i]) / deviations[i];
      }
      return standardised;
    }
  }
}
