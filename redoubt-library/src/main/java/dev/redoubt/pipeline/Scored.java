package dev.redoubt.pipeline;

import dev.redoubt.model.Observation;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.TensorGroup;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What comes out at the end of a pipeline.
 *
 * @param seen the logits {@code [n, classes]}, with the layers that were asked for
 * @param excess {@code [n]}: by how much the most suspicious score exceeds its threshold, in units
 *     of the logits; rows where it is positive are rejected. Empty if nothing rejects
 */
record Scored(Observation seen, Optional<Tensor> excess) implements TensorGroup {
  /** What nothing has rejected yet. */
  static Scored of(Observation seen) {
    return new Scored(seen, Optional.empty());
  }

  /** The logits. */
  Tensor logits() {
    return seen.logits();
  }

  /** The same with one more detector. */
  Scored with(Tensor more) {
    return new Scored(
        seen, Optional.of(excess.map(known -> Elementwise.maximum(known, more)).orElse(more)));
  }

  /** One answer for k copies of each row, block after block; layers and suspicion are averaged. */
  Scored combined(Tensor oneAnswer, int copies) {
    Map<String, Tensor> means = new LinkedHashMap<>();
    seen.features().forEach((name, all) -> means.put(name, mean(all, copies)));
    return new Scored(new Observation(oneAnswer, means), excess.map(all -> mean(all, copies)));
  }

  private static Tensor mean(Tensor all, int copies) {
    long[] shape = all.shape();
    long[] byCopy = new long[shape.length + 1];
    byCopy[0] = copies;
    byCopy[1] = shape[0] / copies;
    System.arraycopy(shape, 1, byCopy, 2, shape.length - 1);
    return Reductions.mean(Layout.reshape(all, byCopy), new long[] {0}, false);
  }

  @Override
  public void forEachTensor(Consumer<Tensor> action) {
    seen.forEachTensor(action);
    excess.ifPresent(action);
  }
}
