package dev.redoubt.nn.operator;

import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.Weights;
import dev.redoubt.tensor.Neural;
import dev.redoubt.tensor.Tensor;
import java.util.List;

/**
 * Images at a whole multiple of their size, each pixel repeated: two {@link Resize} to the nearest
 * in one, in the layout in memory that the images have.
 *
 * @param factor at least 1
 */
public record Upsample(int factor) implements Operator {
  @Override
  public Tensor forward(List<Tensor> inputs, Weights weights, Pass pass) {
    return Neural.upsampleNearest(inputs.get(0), factor);
  }
}
