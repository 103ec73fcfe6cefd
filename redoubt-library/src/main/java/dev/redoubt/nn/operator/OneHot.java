package dev.redoubt.nn.operator;

import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.Weights;
import dev.redoubt.tensor.Comparison;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Two inputs, places and {@code {off, on}}: a new dimension that is on at the place and off
 * elsewhere. Negative places count from the back; those outside are off everywhere.
 *
 * @param depth the length of the new dimension
 * @param axis where it stands in the result
 */
public record OneHot(int depth, int axis) implements Operator {
  @Override
  public Tensor forward(List<Tensor> inputs, Weights weights, Pass pass) {
    Tensor places = inputs.get(0);
    Tensor values = inputs.get(1);
    return Scope.tensors(
        () -> {
          Tensor place = Layout.unsqueeze(places.to(DType.INT64).to(values.device()), axis);
          Tensor fromBack = place.plus(Tensors.ofLongs(depth).like(place));
          Tensor wanted = Elementwise.where(Comparison.less(place, 0), fromBack, place);
          long[] along = new long[place.rank()];
          Arrays.fill(along, 1);
          along[axis] = depth;
          Tensor there = Tensors.of(LongStream.range(0, depth).toArray(), along).like(place);
          Tensor off = Layout.slice(values, 0, 0, 1, 1);
          Tensor on = Layout.slice(values, 0, 1, 2, 1);
          return Elementwise.where(Comparison.equal(wanted, there), on, off);
        });
  }
}
