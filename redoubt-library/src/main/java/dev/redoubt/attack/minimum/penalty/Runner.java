package dev.redoubt.attack.minimum.penalty;

import dev.redoubt.attack.Hits;
import dev.redoubt.attack.LossGradient;
import dev.redoubt.attack.Nearest;
import dev.redoubt.attack.minimum.OpenRows;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Runs descents, a forward and a backward pass a step. Rows leave by themselves: when a point near
 * enough is found, when the attack has what it wanted of the run, or, if it aborts early, when a
 * tenth of the steps has not lowered the loss by {@value #PROGRESS} of itself. (The authors' code
 * looks at the loss of the whole batch, so that a row's result depends on the others.)
 *
 * @param steps at most so many a run
 * @param hinge what is to vanish
 * @param abortEarly whether rows leave that make no progress
 * @param success what the attack wants
 */
record Runner(int steps, Hinge hinge, boolean abortEarly, Success success) {
  private static final double PROGRESS = 1e-4;
  private static final int CHECKS = 10;

  /** What a run is to show. */
  interface Success {
    /** Whether a row that has succeeded leaves the run. */
    boolean ends();

    /**
     * Whether a row has succeeded.
     *
     * @param met whether it meets the goal
     * @param loss distance plus c times hinge; not a number unless success {@link #ends} the run
     * @param constant c
     */
    boolean of(boolean met, double loss, double constant);

    /** How far points are for the purpose of keeping the nearest, {@code [n]}. */
    default Tensor distance(OpenRows open, Tensor x) {
      return open.norm().distance(x, open.clean());
    }
  }

  /**
   * One run.
   *
   * @param purpose of the draws
   */
  Run run(Run start, String purpose) {
    return Scope.loop(
        start,
        steps,
        run -> run.open().isEmpty(),
        (step, run) -> step(step, run, purpose + "/step-" + step));
  }

  private Run step(int step, Run run, String purpose) {
    OpenRows open = run.open();
    Tensor x = run.descent().points();
    LossGradient here = open.gradient(x, hinge.objective(open, run.constants()), purpose);
    Hits hits = hinge.hits(open, here.logits());
    double[] distances = new double[open.size()];
    if (IntStream.range(0, distances.length).anyMatch(hits::met)) {
      distances = success.distance(open, x).doubles();
    }
    Nearest found = open.nearest().looking(hits, x, distances, run.counts());
    boolean checks = abortEarly && step % ((steps + CHECKS - 1) / CHECKS) == 0;
    double[] losses = checks || success.ends() ? losses(run, here) : unknown(open.size());
    boolean[] successes = successes(run, hits, losses);
    Descent moved = run.descent().step(step, here.gradient().negated());
    double[] before = checks ? losses : run.lossBefore();
    Run after = run.after(found, moved, before, successes);
    return after.stay(
        IntStream.of(found.unfinished())
            .filter(i -> !(success.ends() && successes[run.row(i)]))
            .filter(i -> !checks || losses[i] <= (1 - PROGRESS) * run.lossBefore()[i])
            .toArray());
  }

  private static double[] losses(Run run, LossGradient here) {
    return run.descent().cost().minus(here.losses()).doubles();
  }

  private static double[] unknown(int n) {
    double[] losses = new double[n];
    Arrays.fill(losses, Double.NaN);
    return losses;
  }

  private boolean[] successes(Run run, Hits hits, double[] losses) {
    boolean[] successes = run.succeeded().clone();
    double[] constants = success.ends() ? run.constants().doubles() : losses;
    for (int i = 0; i < losses.length; i++) {
      successes[run.row(i)] |= success.of(hits.met(i), losses[i], constants[i]);
    }
    return successes;
  }
}
