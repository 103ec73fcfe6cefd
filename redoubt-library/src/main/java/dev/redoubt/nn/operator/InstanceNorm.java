package dev.redoubt.nn.operator;

import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.WeightSpec;
import dev.redoubt.nn.Weights;
import dev.redoubt.tensor.Neural;
import dev.redoubt.tensor.Tensor;
import java.util.List;

/**
 * Instance normalisation (Ulyanov et al. 2016): each channel of each sample by itself, over one or
 * more spatial dimensions.
 *
 * @param channels length of the second dimension
 * @param epsilon added to the variance
 */
public record InstanceNorm(int channels, double epsilon) implements Operator {
  @Override
  public List<WeightSpec> weightSpecs() {
    return List.of(
        WeightSpec.constant("weight", true, 1, channels),
        WeightSpec.constant("bias", true, 0, channels));
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Weights weights, Pass pass) {
    return Neural.groupNorm(
        inputs.get(0), channels, weights.get("weight"), weights.get("bias"), epsilon);
  }
}
