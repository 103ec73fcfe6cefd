package dev.redoubt.attack.minimum.penalty;

import dev.redoubt.attack.minimum.OpenRows;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.TensorGroup;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Descents from the clean points with a c for each row, which is searched for by {@link Constant}.
 *
 * @param tries how many descents
 * @param firstConstant c of the first
 * @param start the descent of the open rows
 */
record ConstantSearch(
    Runner runner, int tries, double firstConstant, Function<OpenRows, Descent> start) {
  /** Of so many tries or more, the last is with the surest c (as in the authors' code). */
  private static final int MANY = 10;

  OpenRows run(OpenRows open) {
    Constant[] constants = new Constant[open.nearest().points().rows()];
    Arrays.fill(constants, Constant.first(firstConstant));
    return Scope.loop(
            new State(open, constants, new int[constants.length]),
            tries,
            state -> state.open.isEmpty(),
            this::attempt)
        .open;
  }

  private State attempt(int number, State state) {
    OpenRows open = state.open;
    int[] rows = open.nearest().open();
    Constant[] constants = state.constants.clone();
    double[] values = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      if (number == tries - 1 && tries >= MANY) {
        constants[rows[i]] = constants[rows[i]].surest();
      }
      values[i] = constants[rows[i]].value();
    }
    Run end =
        runner.run(Run.begin(open, start.apply(open), values, state.taken), "search-" + number);
    for (int row : rows) {
      constants[row] = constants[row].after(end.succeeded()[row]);
    }
    return new State(
        open.with(end.open().nearest().over(rows)).unfinished(), constants, end.taken());
  }

  /** After some tries; constants and steps for each row of the batch. */
  @SuppressWarnings("ArrayRecordComponent") // one entry a row, never compared
  private record State(OpenRows open, Constant[] constants, int[] taken) implements TensorGroup {
    @Override
    public void forEachTensor(Consumer<Tensor> action) {
      open.forEachTensor(action);
    }
  }
}
