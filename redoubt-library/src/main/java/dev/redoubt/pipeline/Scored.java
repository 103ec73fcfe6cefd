package dev.redoubt.pipeline;

import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.TensorGroup;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What comes out at the end of a pipeline.
 *
 * @param logits {@code [n, classes]}
 * @param excess {@code [n]}: by how much the most suspicious score exceeds its threshold; rows
 *     where it is positive are rejected. Empty if nothing rejects
 */
record Scored(Tensor logits, Optional<Tensor> excess) implements TensorGroup {
  /** Logits alone. */
  static Scored of(Tensor logits) {
    return new Scored(logits, Optional.empty());
  }

  /** The same with one more detector. */
  Scored with(Tensor more) {
    return new Scored(
        logits, Optional.of(excess.map(known -> Elementwise.maximum(known, more)).orElse(more)));
  }

  /** One answer for k copies of each row, block after block; suspicion is averaged. */
  Scored combined(Tensor oneAnswer, int copies) {
    return new Scored(oneAnswer, excess.map(all -> mean(all, copies)));
  }

  private static Tensor mean(Tensor all, int copies) {
    return Reductions.mean(Layout.reshape(all, copies, all.rows() / copies), new long[] {0}, false);
  }

  @Override
  public void forEachTensor(Consumer<Tensor> action) {
    action.accept(logits);
    excess.ifPresent(action);
  }
}
