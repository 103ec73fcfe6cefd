package dev.redoubt.nn.operator;

import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.Weights;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import java.util.List;

/**
 * Normal values, drawn for each sample by itself. One input, whose first dimension is the number of
 * samples and whose element type is taken.
 *
 * @param shape the first dimension, and no other, goes with the samples
 * @param scale the standard deviation
 */
public record RandomNormal(List<Extent> shape, double mean, double scale) implements Operator {
  /** Copies and checks. */
  public RandomNormal {
    shape = SampleShape.checked(shape);
  }

  @Override
  public boolean random() {
    return true;
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Weights weights, Pass pass) {
    Tensor like = inputs.get(0);
    return Scope.tensors(
        () -> {
          Tensor zeros = SampleShape.zeros(shape, like);
          return SampleShape.joined(
              pass.draws().gaussianLike(zeros).times(scale).plus(mean), shape);
        });
  }
}
