package dev.redoubt.detect;

import dev.redoubt.data.Batch;
import dev.redoubt.data.Dataset;
import dev.redoubt.model.Observation;
import dev.redoubt.pipeline.Rest;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Scores of a dataset, as deployed.
 *
 * @param scores one a sample
 * @param margins by how much the largest logit of each sample exceeds the next
 */
@SuppressWarnings("ArrayRecordComponent") // one value a sample, never compared
public record Scores(double[] scores, double[] margins) {
  private static final int BATCH = 256;

  /** Passes of the classifier in one look. */
  private static final int PASSES = 8192;

  private static final double USUAL = 0.5;
  private static final double UNUSUAL = 0.95;

  /**
   * Scores all samples.
   *
   * @param classifier that the score was fitted for
   * @param dataset samples as the classifier is given them
   * @param progress told how many are done
   */
  public static Scores of(
      Score score,
      Rest classifier,
      Dataset dataset,
      long seed,
      Device device,
      IntConsumer progress) {
    double[] scores = new double[dataset.size()];
    double[] margins = new double[dataset.size()];
    int together = Math.max(1, Math.min(BATCH, PASSES / (1 + score.passes())));
    for (int from = 0; from < dataset.size(); from += together) {
      int first = from;
      int[] indices = IntStream.range(from, Math.min(dataset.size(), from + together)).toArray();
      Scope.run(
          () ->
              Autograd.noGrad(
                  () -> {
                    Batch batch = Batch.read(dataset, indices, device);
                    Draws draws = batch.draws(seed, "detect/calibrate");
                    Tensor x = batch.inputs();
                    Observation seen = classifier.observe(x, score.layers(), draws);
                    Tensor own = score.of(seen, classifier, x, draws);
                    System.arraycopy(own.doubles(), 0, scores, first, indices.length);
                    System.arraycopy(margin(seen.logits()), 0, margins, first, indices.length);
                    return own;
                  }));
      progress.accept(first + indices.length);
    }
    return new Scores(scores, margins);
  }

  private static double[] margin(Tensor logits) {
    Tensor top = Reductions.largest(logits, 2).values();
    return Layout.columns(top, 0, 1).minus(Layout.columns(top, 1, 2)).doubles();
  }

  /**
   * The difference of scores that weighs as much as a difference of 1 in the logits: from a usual
   * clean score to an unusual one it is as far as from one class to the next.
   */
  public double unit() {
    double[] sorted = scores.clone();
    Arrays.sort(sorted);
    double span = at(sorted, UNUSUAL) - at(sorted, USUAL);
    double[] gaps = margins.clone();
    Arrays.sort(gaps);
    double unit = span / at(gaps, USUAL);
    return unit > 0 && Double.isFinite(unit) ? unit : 1;
  }

  private static double at(double[] sorted, double share) {
    return sorted[(int) Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  }
}
