package dev.redoubt.pipeline;

import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.TensorGroup;
import java.util.function.Consumer;

/**
 * What a pipeline that may reject makes of inputs, with class and suspicion apart.
 *
 * @param classes int64 {@code [n]}: the class that is most likely, rejected or not
 * @param excess {@code [n]}: by how much the most suspicious score exceeds its threshold, in units
 *     of the logits; rows where it is positive are rejected
 */
public record Judgement(Tensor classes, Tensor excess) implements TensorGroup {
  @Override
  public void forEachTensor(Consumer<Tensor> action) {
    action.accept(classes);
    action.accept(excess);
  }
}
