package dev.redoubt.attack.probe;

import dev.redoubt.tensor.Neural;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.TensorGroup;
import java.util.function.Consumer;

/**
 * A linear map of each channel of an image, {@code V x H}: two matrix products.
 *
 * @param vertical V, {@code [height, height]}
 * @param horizontal H, {@code [width, width]}
 */
public record SeparableFilter(Tensor vertical, Tensor horizontal) implements TensorGroup {
  /** The images {@code [n, channels, height, width]}, changed. */
  public Tensor apply(Tensor images) {
    return Scope.tensors(
        () -> Neural.matmul(vertical.like(images), Neural.matmul(images, horizontal.like(images))));
  }

  /** This one, then another. */
  SeparableFilter then(SeparableFilter next) {
    return new SeparableFilter(
        Neural.matmul(next.vertical, vertical), Neural.matmul(horizontal, next.horizontal));
  }

  @Override
  public void forEachTensor(Consumer<Tensor> action) {
    action.accept(vertical);
    action.accept(horizontal);
  }
}
