package dev.redoubt.nn.operator;

import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.Weights;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import java.util.List;

/**
 * Uniform values, drawn for each sample by itself. One input, whose first dimension is the number
 * of samples and whose element type is taken.
 *
 * @param shape the first dimension, and no other, goes with the samples
 * @param low the smallest
 * @param high above the largest
 */
public record RandomUniform(List<Extent> shape, double low, double high) implements Operator {
  /** Copies and checks. */
  public RandomUniform {
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
          return SampleShape.joined(pass.draws().uniformLike(zeros, low, high), shape);
        });
  }
}
