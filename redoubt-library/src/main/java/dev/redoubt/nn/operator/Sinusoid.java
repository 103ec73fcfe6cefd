package dev.redoubt.nn.operator;

import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.Weights;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Places as waves (Vaswani et al. 2017, section 3.5, sines before cosines as Ho et al. 2020 have
 * them): a vector {@code [n]} becomes {@code [n, features]}, whose first half are the sines of the
 * place times {@link #frequencies}, and whose second half are the cosines.
 *
 * @param features even, at least 4
 */
public record Sinusoid(int features) implements Operator {
  private static final double LONGEST = 10_000;

  /** Checks. */
  public Sinusoid {
    if (features < 4 || features % 2 != 0) {
      throw new IllegalArgumentException("an even number of waves, at least 4, not " + features);
    }
  }

  /** From 1 down to 1/10000, evenly on a logarithmic scale. */
  public double[] frequencies() {
    int half = features / 2;
    return IntStream.range(0, half)
        .mapToDouble(i -> Math.exp(-Math.log(LONGEST) * i / (half - 1)))
        .toArray();
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Weights weights, Pass pass) {
    Tensor place = inputs.get(0);
    return Scope.tensors(
        () -> {
          Tensor frequencies = Tensors.of(frequencies(), 1, features / 2).like(place);
          Tensor angles = Layout.unsqueeze(place, 1).times(frequencies);
          return Layout.concat(List.of(Elementwise.sin(angles), Elementwise.cos(angles)), 1);
        });
  }
}
