package dev.redoubt.nn.operator;

import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.Weights;
import dev.redoubt.tensor.Comparison;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Two inputs, data and integers: what stands at those places along one dimension. The result has
 * the shape {@code data[:axis] + indices + data[axis + 1:]}; negative places count from the back.
 *
 * @param axis the dimension, counted with the batch dimension as 0
 */
public record Gather(int axis) implements Operator {
  @Override
  public Tensor forward(List<Tensor> inputs, Weights weights, Pass pass) {
    Tensor data = inputs.get(0);
    Tensor places = inputs.get(1);
    return Scope.tensors(
        () -> {
          Tensor flat = Layout.reshape(places, places.count()).to(data.device());
          Tensor fromBack = flat.plus(Tensors.ofLongs(data.size(axis)).like(flat));
          Tensor index = Elementwise.where(Comparison.less(flat, 0), fromBack, flat);
          return Layout.reshape(Layout.select(data, axis, index), resultShape(data, places));
        });
  }

  private long[] resultShape(Tensor data, Tensor places) {
    long[] outer = data.shape();
    return LongStream.concat(
            LongStream.concat(Arrays.stream(outer, 0, axis), Arrays.stream(places.shape())),
            Arrays.stream(outer, axis + 1, outer.length))
        .toArray();
  }
}
