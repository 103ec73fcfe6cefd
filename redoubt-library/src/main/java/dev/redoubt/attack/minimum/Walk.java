package dev.redoubt.attack.minimum;

import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.TensorGroup;
import dev.redoubt.tensor.Tensors;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * A search that goes to and fro across the boundary within a ball around the clean point, which it
 * widens until the goal is met there and narrows while it is.
 *
 * @param open the rows
 * @param x where the search is
 * @param radius of each row's ball
 * @param reach how far each row can go in the box
 */
@SuppressWarnings("ArrayRecordComponent") // one entry a row, never compared
record Walk(OpenRows open, Tensor x, double[] radius, double[] reach) implements TensorGroup {
  /** At the clean points, with balls of one radius. */
  static Walk begin(OpenRows open, double radius) {
    double low = open.domain().low();
    double high = open.domain().high();
    Tensor down = open.clean().minus(low);
    Tensor farthest = Elementwise.maximum(down, down.negated().plus(high - low));
    double[] reach = open.norm().of(farthest).doubles();
    double[] radii = IntStream.range(0, reach.length).mapToDouble(row -> radius).toArray();
    return new Walk(open, open.clean(), radii, reach);
  }

  /** The perturbations so far. */
  Tensor delta() {
    return x.minus(open.clean());
  }

  /** A value for each row as a tensor {@code [n]}. */
  Tensor perRow(double[] values) {
    return Tensors.of(values, values.length).like(x);
  }

  /** The rows that have no point near enough yet go on from other perturbations. */
  Walk to(OpenRows looked, Tensor delta, double[] radii) {
    Tensor moved = open.domain().clamp(open.clean().plus(delta));
    int[] stay = looked.nearest().unfinished();
    if (stay.length == radii.length) {
      return new Walk(looked, moved, radii, reach);
    }
    return new Walk(
        looked.stay(stay), Layout.rows(moved, stay), picked(radii, stay), picked(reach, stay));
  }

  private static double[] picked(double[] values, int[] rows) {
    return IntStream.of(rows).mapToDouble(row -> values[row]).toArray();
  }

  @Override
  public void forEachTensor(Consumer<Tensor> action) {
    open.forEachTensor(action);
    action.accept(x);
  }
}
