package dev.redoubt.nn.operator;

import dev.redoubt.nn.Mode;
import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.WeightSpec;
import dev.redoubt.nn.Weights;
import dev.redoubt.tensor.Neural;
import dev.redoubt.tensor.Tensor;
import java.util.List;

/**
 * Batch normalisation (Ioffe and Szegedy 2015) over the channel dimension, which is the second.
 *
 * @param channels length of that dimension
 * @param momentum how far one batch moves the running statistics
 * @param epsilon added to the variance
 */
public record BatchNorm(int channels, double momentum, double epsilon) implements Operator {
  /** With PyTorch's constants: momentum .1, epsilon 1e-5. */
  public BatchNorm(int channels) {
    this(channels, 0.1, 1e-5);
  }

  @Override
  public List<WeightSpec> weightSpecs() {
    return List.of(
        WeightSpec.constant("weight", true, 1, channels),
        WeightSpec.constant("bias", true, 0, channels),
        WeightSpec.constant("running_mean", false, 0, channels),
        WeightSpec.constant("running_var", false, 1, channels));
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Weights weights, Pass pass) {
    return Neural.batchNorm(
        inputs.get(0),
        weights.get("weight"),
        weights.get("bias"),
        weights.get("running_mean"),
        weights.get("running_var"),
        pass.mode() == Mode.TRAIN,
        momentum,
        epsilon);
  }
}
