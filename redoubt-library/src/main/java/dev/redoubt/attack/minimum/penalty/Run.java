package dev.redoubt.attack.minimum.penalty;

import dev.redoubt.attack.Nearest;
import dev.redoubt.attack.minimum.OpenRows;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.TensorGroup;
import dev.redoubt.tensor.Tensors;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * One descent of some rows, each with its own c, under way.
 *
 * @param open the rows that are still in it
 * @param descent where they are
 * @param constants c of each, {@code [n]}
 * @param lossBefore of each at the last check for progress
 * @param succeeded for each row of the batch, whether it has in this run
 * @param taken for each row of the batch, the steps taken on it in all runs
 */
@SuppressWarnings("ArrayRecordComponent") // one entry a row, never compared
record Run(
    OpenRows open,
    Descent descent,
    Tensor constants,
    double[] lossBefore,
    boolean[] succeeded,
    int[] taken)
    implements TensorGroup {
  /**
   * At the start.
   *
   * @param constants c of each open row
   */
  static Run begin(OpenRows open, Descent descent, double[] constants, int[] taken) {
    double[] before = new double[open.size()];
    Arrays.fill(before, Double.POSITIVE_INFINITY);
    return new Run(
        open,
        descent,
        Tensors.of(constants, constants.length).like(open.clean()),
        before,
        new boolean[taken.length],
        taken);
  }

  /** The number of the batch's row that is the open row {@code i}. */
  int row(int i) {
    return open.nearest().open()[i];
  }

  /** The steps taken on the open rows with the one under way. */
  int[] counts() {
    return IntStream.of(open.nearest().open()).map(row -> taken[row] + 1).toArray();
  }

  /** After a step. */
  Run after(Nearest found, Descent moved, double[] losses, boolean[] successes) {
    int[] counted = taken.clone();
    for (int row : open.nearest().open()) {
      counted[row]++;
    }
    return new Run(open.with(found), moved, constants, losses, successes, counted);
  }

  /** Goes on with some of the open rows. */
  Run stay(int[] positions) {
    if (positions.length == open.size()) {
      return this;
    }
    return new Run(
        open.stay(positions),
        descent.rows(positions),
        Layout.rows(constants, positions),
        IntStream.of(positions).mapToDouble(i -> lossBefore[i]).toArray(),
        succeeded,
        taken);
  }

  @Override
  public void forEachTensor(Consumer<Tensor> action) {
    open.forEachTensor(action);
    descent.forEachTensor(action);
    action.accept(constants);
  }
}
