package dev.redoubt.detect.trial;

import dev.redoubt.data.Batch;
import dev.redoubt.data.Dataset;
import dev.redoubt.pipeline.Judgement;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How suspicious a pipeline finds samples and points near them, as deployed: by how much each
 * exceeds the threshold.
 *
 * @param pipeline with a detector
 * @param seed of the draws of random parts
 */
public record Suspicion(Pipeline pipeline, Dataset dataset, long seed, Device device) {
  private static final int BATCH = 128;

  /** Passes of the classifier in one look. */
  private static final int PASSES = 2048;

  /** Rows that are looked at together, fewer where each takes many passes. */
  private int together() {
    return Math.max(1, Math.min(BATCH, PASSES / pipeline.deployed().passes()));
  }

  /** Of the clean samples, one each. A score that is no number is infinite: it rejects. */
  public double[] clean() {
    double[] excess = new double[dataset.size()];
    int together = together();
    for (int from = 0; from < excess.length; from += together) {
      int first = from;
      int[] indices = IntStream.range(from, Math.min(excess.length, from + together)).toArray();
      Scope.run(
          () -> {
            Batch batch = Batch.read(dataset, indices, device);
            double[] own = fresh(batch, batch.inputs());
            System.arraycopy(own, 0, excess, first, own.length);
          });
    }
    return excess;
  }

  /** Of points that fool the classifier: one for each sample that has one, in order. */
  public double[] of(Fooling fooling) {
    int[] some =
        IntStream.range(0, dataset.size()).filter(i -> fooling.points()[i] != null).toArray();
    double[] excess = new double[some.length];
    int together = together();
    for (int from = 0; from < some.length; from += together) {
      int first = from;
      int[] indices = Arrays.copyOfRange(some, from, Math.min(some.length, from + together));
      Scope.run(
          () -> {
            Batch batch = Batch.read(dataset, indices, device);
            double[] own = fresh(batch, points(fooling, indices, batch));
            System.arraycopy(own, 0, excess, first, own.length);
          });
    }
    return excess;
  }

  /**
   * Class and suspicion of points of a batch, by which an attacker chooses among them. What is
   * reported of the chosen ones is drawn anew.
   */
  Judgement of(Batch batch, Tensor points) {
    return pipeline.judge(points, batch.draws(seed, "detect/choose"));
  }

  private double[] fresh(Batch batch, Tensor points) {
    double[] excess = pipeline.judge(points, batch.draws(seed, "detect/report")).excess().doubles();
    return Arrays.stream(excess)
        .map(value -> Double.isNaN(value) ? Double.POSITIVE_INFINITY : value)
        .toArray();
  }

  private static Tensor points(Fooling fooling, int[] indices, Batch batch) {
    float[] all = new float[Math.toIntExact(batch.inputs().count())];
    int features = all.length / indices.length;
    for (int row = 0; row < indices.length; row++) {
      float @Nullable [] point = fooling.points()[indices[row]];
      if (point != null) {
        System.arraycopy(point, 0, all, row * features, features);
      }
    }
    return Layout.reshape(Tensors.of(all, all.length), batch.inputs().shape()).like(batch.inputs());
  }
}
