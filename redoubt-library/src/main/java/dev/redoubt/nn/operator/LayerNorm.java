package dev.redoubt.nn.operator;

import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.WeightSpec;
import dev.redoubt.nn.Weights;
import dev.redoubt.tensor.Neural;
import dev.redoubt.tensor.Tensor;
import java.util.List;

/**
 * Layer normalisation (Ba et al. 2016) over the trailing dimensions.
 *
 * @param shape the lengths of those dimensions
 * @param epsilon added to the variance
 */
public record LayerNorm(List<Integer> shape, double epsilon) implements Operator {
  /** Copies. */
  public LayerNorm {
    shape = List.copyOf(shape);
  }

  @Override
  public List<WeightSpec> weightSpecs() {
    return List.of(
        WeightSpec.constant("weight", true, 1, lengths()),
        WeightSpec.constant("bias", true, 0, lengths()));
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Weights weights, Pass pass) {
    return Neural.layerNorm(
        inputs.get(0), lengths(), weights.get("weight"), weights.get("bias"), epsilon);
  }

  private long[] lengths() {
    return shape.stream().mapToLong(Integer::longValue).toArray();
  }
}
