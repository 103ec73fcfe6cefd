package dev.redoubt.attack.minimum.penalty;

import dev.redoubt.attack.minimum.OpenRows;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.TensorGroup;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Descents with a τ and a c for each row, each from the nearest point so far. */
record TauSearch(CarliniWagnerLinf attack, Runner runner) {
  OpenRows run(OpenRows open) {
    int n = open.nearest().points().rows();
    double[] tau = new double[n];
    double[] constants = new double[n];
    Arrays.fill(tau, 1);
    Arrays.fill(constants, attack.firstConstant());
    return Scope.loop(
            new State(open, tau, constants, new int[n]),
            mostRounds(),
            state -> state.open.isEmpty(),
            this::round)
        .open;
  }

  /** As every round doubles a row's c or lowers its τ. */
  private int mostRounds() {
    double doublings = Math.log(attack.lastConstant() / attack.firstConstant()) / Math.log(2);
    double decreases = Math.log(attack.lastTau()) / Math.log(attack.decrease());
    return (int) Math.ceil(doublings) + (int) Math.ceil(decreases) + 2;
  }

  private State round(int number, State state) {
    OpenRows open = state.open;
    int[] rows = open.nearest().open();
    Descent start =
        TanhDescent.from(
            Layout.rows(open.nearest().points(), rows),
            open.clean(),
            new TanhSpace(open.domain()),
            new Exceedance(picked(state.tau, rows)),
            attack.rate());
    Run end =
        runner.run(
            Run.begin(open, start, picked(state.constants, rows), state.taken), "round-" + number);
    double[] tau = state.tau.clone();
    double[] constants = state.constants.clone();
    double[] nearest = end.open().nearest().distance();
    for (int row : rows) {
      if (end.succeeded()[row]) {
        tau[row] = Math.min(tau[row], nearest[row] / open.width()) * attack.decrease();
      } else {
        constants[row] *= 2;
      }
    }
    OpenRows left = open.with(end.open().nearest().over(rows)).unfinished();
    return new State(left, tau, constants, end.taken()).stay(this::goesOn);
  }

  private boolean goesOn(double tau, double constant) {
    return tau > attack.lastTau() && constant < attack.lastConstant();
  }

  private static double[] picked(double[] values, int[] rows) {
    return IntStream.of(rows).mapToDouble(row -> values[row]).toArray();
  }

  private interface Condition {
    boolean holds(double tau, double constant);
  }

  /** After some descents; τ, c and steps for each row of the batch. */
  @SuppressWarnings("ArrayRecordComponent") // one entry a row, never compared
  private record State(OpenRows open, double[] tau, double[] constants, int[] taken)
      implements TensorGroup {
    State stay(Condition condition) {
      int[] rows = open.nearest().open();
      int[] positions =
          IntStream.range(0, rows.length)
              .filter(i -> condition.holds(tau[rows[i]], constants[rows[i]]))
              .toArray();
      return new State(open.stay(positions), tau, constants, taken);
    }

    @Override
    public void forEachTensor(Consumer<Tensor> action) {
      open.forEachTensor(action);
    }
  }
}
