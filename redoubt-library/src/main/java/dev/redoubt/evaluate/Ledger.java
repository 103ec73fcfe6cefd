package dev.redoubt.evaluate;

import dev.redoubt.data.Batch;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What is known of each sample of a batch while the cascade goes on. */
final class Ledger {
  private final long[] ids;
  private final int[] labels;
  private final Judge.Prediction[] clean;
  private final @Nullable Broken[] broken;
  private final long[] queries;
  private final Plan plan;

  /** Nothing but the clean predictions. */
  Ledger(Plan plan, Batch batch, Judge.Prediction[] clean) {
    this.plan = plan;
    this.ids = batch.ids();
    this.labels = batch.labels().ints();
    this.clean = clean;
    this.broken = new Broken[labels.length];
    this.queries = new long[labels.length];
  }

  /** What an earlier run had found. */
  static Ledger of(Plan plan, Batch batch, BatchResult result) {
    Judge.Prediction[] clean = new Judge.Prediction[batch.size()];
    for (int row = 0; row < clean.length; row++) {
      SampleOutcome outcome = result.outcomes().get(row);
      boolean own = outcome.status() != Status.BROKEN;
      Vote vote = own ? outcome.vote() : null;
      clean[row] = new Judge.Prediction(outcome.cleanPrediction(), vote, 0);
    }
    Ledger ledger = new Ledger(plan, batch, clean);
    Iterator<float[]> witnesses = result.witnesses().iterator();
    for (int row = 0; row < clean.length; row++) {
      SampleOutcome outcome = result.outcomes().get(row);
      ledger.queries[row] = outcome.queries();
      if (outcome.status() == Status.BROKEN && outcome.attack() != null) {
        Judge.Witness witness =
            new Judge.Witness(
                outcome.prediction(),
                outcome.distance(),
                outcome.fragile(),
                outcome.vote(),
                witnesses.next());
        int steps = outcome.steps() == null ? 0 : outcome.steps();
        ledger.broken[row] = new Broken(outcome.attack(), witness, steps);
      } else if (outcome.nearest() != null) {
        ledger.broken[row] = Broken.beyond(outcome.nearest());
      }
    }
    return ledger;
  }

  /**
   * The rows that an attack is to work on: those that are right and unbroken; where distances are
   * measured, all that are right.
   */
  int[] open() {
    return IntStream.range(0, labels.length)
        .filter(row -> clean[row].label() == labels[row])
        .filter(row -> plan.distances() || broken[row] == null)
        .toArray();
  }

  /** Takes in what one attack did to some rows; returns how many are newly broken. */
  int add(int[] rows, Assault.Result result) {
    int newly = 0;
    for (int i = 0; i < rows.length; i++) {
      int row = rows[i];
      boolean before = isBroken(row);
      queries[row] += result.queries()[i];
      broken[row] = Broken.nearer(broken[row], result.broken()[i]);
      newly += isBroken(row) && !before ? 1 : 0;
    }
    return newly;
  }

  /** Whether a witness is within the budget. */
  private boolean isBroken(int row) {
    Broken by = broken[row];
    return by != null
        && (!plan.distances()
            || by.witness().distance() <= plan.threat().epsilon() + Allowed.TOLERANCE);
  }

  /** One outcome a sample. */
  List<SampleOutcome> outcomes() {
    List<SampleOutcome> outcomes = new ArrayList<>();
    for (int row = 0; row < labels.length; row++) {
      outcomes.add(outcome(row));
    }
    return outcomes;
  }

  private SampleOutcome outcome(int row) {
    Broken by = broken[row];
    SampleOutcome outcome = by != null && isBroken(row) ? broken(row, by) : unbroken(row);
    return plan.distances() && by != null ? outcome.withNearest(by.witness().distance()) : outcome;
  }

  private SampleOutcome unbroken(int row) {
    int label = clean[row].label();

    Status status = label == labels[row] ? Status.SURVIVED : Status.MISCLASSIFIED;
    return new SampleOutcome(
        ids[row],
        labels[row],
        label,
        status,
        null,
        label,
        0,
        false,
        queries[row],
        null,
        clean[row].vote());
  }

  private SampleOutcome broken(int row, Broken by) {
    Judge.Witness witness = by.witness();
    return new SampleOutcome(
        ids[row],
        labels[row],
        clean[row].label(),
        Status.BROKEN,
        by.attack(),
        witness.prediction(),
        witness.distance(),
        witness.fragile(),
        queries[row],
        by.steps(),
        witness.vote());
  }

  /** The witness of each broken sample, in order. */
  List<float[]> witnesses() {
    List<float[]> inputs = new ArrayList<>();
    for (int row = 0; row < broken.length; row++) {
      Broken by = broken[row];
      if (by != null && isBroken(row)) {
        inputs.add(by.witness().input());
      }
    }
    return inputs;
  }

  /**
   * A sample's end.
   *
   * @param steps of the attack until it found the witness
   */
  record Broken(String attack, Judge.Witness witness, int steps) {
    /** Something farther than the budget, of which an earlier run kept the distance alone. */
    static Broken beyond(double distance) {
      return new Broken("", new Judge.Witness(0, distance, false, null, new float[0]), 0);
    }

    /** The nearer of two, if there are two. */
    static @Nullable Broken nearer(@Nullable Broken one, @Nullable Broken other) {
      if (one == null || other == null) {
        return one == null ? other : one;
      }
      return other.witness().distance() < one.witness().distance() ? other : one;
    }
  }
}
