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
 * Two-dimensional convolution of {@code [n, inChannels, h, w]}; weight {@code [outChannels,
 * inChannels / groups, kernel.height, kernel.width]}.
 *
 * @param padding zeros added on each side
 * @param bias whether a bias {@code [outChannels]} is added
 */
public record Conv2d(
    int inChannels,
    int outChannels,
    Size kernel,
    Size stride,
    Size padding,
    Size dilation,
    int groups,
    boolean bias)
    implements Operator {
  /** A square kernel with bias. */
  public static Conv2d square(int in, int out, int kernel, int stride, int padding) {
    return square(in, out, kernel, stride, padding, true);
  }

  /** A square kernel. */
  public static Conv2d square(int in, int out, int kernel, int stride, int padding, boolean bias) {
    return new Conv2d(
        in, out, Size.of(kernel), Size.of(stride), Size.of(padding), Size.of(1), 1, bias);
  }

  @Override
  public List<WeightSpec> weightSpecs() {
    int perGroup = inChannels / groups;
    int fanIn = perGroup * kernel.height() * kernel.width();
    List<WeightSpec> specs = new ArrayList<>();
    specs.add(
        WeightSpec.drawn("weight", fanIn, outChannels, perGroup, kernel.height(), kernel.width()));
    if (bias) {
      specs.add(WeightSpec.drawn("bias", fanIn, outChannels));
    }
    return specs;
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Weights weights, Pass pass) {
    return Neural.conv2d(
        inputs.get(0),
        weights.get("weight"),
        bias ? weights.get("bias") : null,
        stride.toArray(),
        padding.toArray(),
        dilation.toArray(),
        groups);
  }
}
