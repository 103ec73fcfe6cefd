package dev.redoubt.tensor;

import java.util.function.Consumer;

/** Something made of tensors, so that a {@link Scope} can hand it on as a whole. */
public interface TensorGroup {
  /** Calls {@code action} once for each tensor of the group. */
  void forEachTensor(Consumer<Tensor> action);
}
