package dev.redoubt.model.onnx;

import dev.redoubt.nn.Mode;
import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.RandomStream;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.List;

/** Values on which graphs are tried: noise, the same for each sample whatever the batch. */
final class Probe {
  private Probe() {}

  /** Samples of the given shape with values in [0, 1). */
  static Tensor of(List<Integer> shape, int samples) {
    return of(shape, samples, 1);
  }

  /** Samples of the given shape with values in [0, high). */
  static Tensor of(List<Integer> shape, int samples, double high) {
    long[] batch = new long[shape.size() + 1];
    batch[0] = samples;
    int features = 1;
    for (int i = 0; i < shape.size(); i++) {
      batch[i + 1] = shape.get(i);
      features = Math.multiplyExact(features, shape.get(i));
    }
    float[] values = new float[Math.multiplyExact(samples, features)];
    for (int row = 0; row < samples; row++) {
      RandomStream.of(0, row, "probe").fillUniform(values, row * features, features, 0, high);
    }
    return Tensors.of(values, batch);
  }

  /** What an operator without weights makes of a tensor. */
  static Tensor value(Operator operator, Tensor x) {
    return operator.forward(
        List.of(x),
        name -> {
          throw new IllegalArgumentException(name);
        },
        new Pass(Mode.EVAL, Draws.NONE));
  }
}
