package dev.redoubt.nn.operator;

import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.Weights;
import dev.redoubt.tensor.Tensor;
import java.util.List;

/** The sum of two tensors, broadcasting. */
public record Add() implements Operator {
  @Override
  public Tensor forward(List<Tensor> inputs, Weights weights, Pass pass) {
    return inputs.get(0).plus(inputs.get(1));
  }
}
