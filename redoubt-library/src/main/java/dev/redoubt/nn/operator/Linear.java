package dev.redoubt.nn.operator;

import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.WeightSpec;
import dev.redoubt.nn.Weights;
import dev.redoubt.tensor.Neural;
import dev.redoubt.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code x weightᵀ + bias} on {@code [n, ..., inFeatures]}; weight {@code [outFeatures,
 * inFeatures]}.
 *
 * @param bias whether a bias {@code [outFeatures]} is added
 */
public record Linear(int inFeatures, int outFeatures, boolean bias) implements Operator {
  /** With bias. */
  public Linear(int inFeatures, int outFeatures) {
    this(inFeatures, outFeatures, true);
  }

  @Override
  public List<WeightSpec> weightSpecs() {
    List<WeightSpec> specs = new ArrayList<>();
    specs.add(WeightSpec.drawn("weight", inFeatures, outFeatures, inFeatures));
    if (bias) {
      specs.add(WeightSpec.drawn("bias", inFeatures, outFeatures));
    }
    return specs;
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Weights weights, Pass pass) {
    return Neural.linear(inputs.get(0), weights.get("weight"), bias ? weights.get("bias") : null);
  }
}
