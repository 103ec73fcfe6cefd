package dev.redoubt.tensor;

import java.util.List;
import java.util.function.Consumer;

/**
 * Several tensors that are handed out of a scope together.
 *
 * @param tensors in order
 */
public record TensorList(List<Tensor> tensors) implements TensorGroup {
  /** Copies the list. */
  public TensorList {
    tensors = List.copyOf(tensors);
  }

  @Override
  public void forEachTensor(Consumer<Tensor> action) {
    tensors.forEach(action);
  }
}
