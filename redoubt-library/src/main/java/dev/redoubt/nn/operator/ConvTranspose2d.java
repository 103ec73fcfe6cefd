package dev.redoubt.nn.operator;

import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.Size;
import dev.redoubt.nn.WeightSpec;
import dev.redoubt.nn.Weights;
import dev.redoubt.tensor.Neural;
import dev.redoubt.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Transposed two-dimensional convolution of {@code [n, inChannels, h, w]}; weight {@code
 * [inChannels, outChannels / groups, kernel.height, kernel.width]}.
 *
 * @param padding rows and columns cut off on each side of the result
 * @param outputPadding rows and columns added after the last; below the stride or the dilation
 * @param bias whether a bias {@code [outChannels]} is added
 */
public record ConvTranspose2d(
    int inChannels,
    int outChannels,
    Size kernel,
    Size stride,
    Size padding,
    Size outputPadding,
    Size dilation,
    int groups,
    boolean bias)
    implements Operator {
  @Override
  public List<WeightSpec> weightSpecs() {
    int perGroup = outChannels / groups;
    int fanIn = perGroup * kernel.height() * kernel.width();
    List<WeightSpec> specs = new ArrayList<>();
    specs.add(
        WeightSpec.drawn("weight", fanIn, inChannels, perGroup, kernel.height(), kernel.width()));
    if (bias) {
      specs.add(WeightSpec.drawn("bias", fanIn, outChannels));
    }
    return specs;
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Weights weights, Pass pass) {
    return Neural.convTranspose2d(
        inputs.get(0),
        weights.get("weight"),
        bias ? weights.get("bias") : null,
        stride.toArray(),
        padding.toArray(),
        outputPadding.toArray(),
        dilation.toArray(),
        groups);
  }
}
