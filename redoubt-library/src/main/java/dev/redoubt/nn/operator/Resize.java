package dev.redoubt.nn.operator;

import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.Weights;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Neural;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.List;

/**
 * One dimension resized, as ONNX's Resize does.
 *
 * @param axis the dimension, counted with the batch dimension as 0
 * @param length the length of the result
 * @param scale how much larger the result is, as the formulas use it; near {@code length} divided
 *     by the length of the input
 */
public record Resize(int axis, int length, double scale, Resampling resampling)
    implements Operator {
  @Override
  public Tensor forward(List<Tensor> inputs, Weights weights, Pass pass) {
    Tensor x = inputs.get(0);
    int in = Math.toIntExact(x.size(axis));
    ResizeKernel kernel = new ResizeKernel(in, length, (float) scale, resampling);
    if (resampling.kind() == Resampling.Kind.NEAREST) {
      return Scope.tensors(
          () -> Layout.select(x, axis, Tensors.of(kernel.nearest(), length).to(x.device())));
    }
    return Scope.tensors(
        () -> {
          int last = x.rank() - 1;
          Tensor matrix = Tensors.of(kernel.matrix(), length, in).like(x);
          Tensor resized = Neural.linear(Layout.transpose(x, axis, last), matrix, null);
          return Layout.transpose(resized, axis, last);
        });
  }
}
