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

  /** Of the clean samples, one each. */
  public double[] clean() {
    double[] excess = new double[dataset.size()];
    for (int from = 0; from < excess.length; from += BATCH) {
      int first = from;
      int[] indices = IntStream.range(from, Math.min(excess.length, from + BATCH)).toArray();
      Scope.run(
          () -> {
            Batch batch = Batch.read(dataset, indices, device);
            double[] own = of(batch, batch.inputs()).excess().doubles();
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
    for (int from = 0; from < some.length; from += BATCH) {
      int first = from;
      int[] indices = Arrays.copyOfRange(some, from, Math.min(some.length, from + BATCH));
      Scope.run(
          () -> {
            Batch batch = Batch.read(dataset, indices, device);
            double[] own = of(batch, points(fooling, indices, batch)).excess().doubles();
            System.arraycopy(own, 0, excess, first, own.length);
          });
    }
    return excess;
  }

  /** Class and suspicion of points of a batch. */
  Judgement of(Batch batch, Tensor points) {
    return pipeline.judge(points, batch.draws(seed, "detect/judge"));
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
