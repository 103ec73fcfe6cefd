package dev.redoubt.evaluate;

import dev.redoubt.data.Batch;
import java.util.ArrayList;
import java.util.Arrays;
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

  /** Nothing but the clean predictions. */
  Ledger(Batch batch, Judge.Prediction[] clean) {
    this.ids = batch.ids();
    this.labels = batch.labels().ints();
    this.clean = clean;
    this.broken = new Broken[labels.length];
    this.queries = new long[labels.length];
  }

  /** What an earlier run had found. */
  static Ledger of(Batch batch, BatchResult result) {
    Judge.Prediction[] clean = new Judge.Prediction[batch.size()];
    for (int row = 0; row < clean.length; row++) {
      SampleOutcome outcome = result.outcomes().get(row);
      boolean own = outcome.status() != Status.BROKEN;
      clean[row] = new Judge.Prediction(outcome.cleanPrediction(), own ? outcome.vote() : null);
    }
    Ledger ledger = new Ledger(batch, clean);
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
      }
    }
    return ledger;
  }

  /** The rows that are right and unbroken. */
  int[] open() {
    return IntStream.range(0, labels.length)
        .filter(row -> clean[row].label() == labels[row] && broken[row] == null)
        .toArray();
  }

  /** Takes in what one attack did to some rows. */
  void add(int[] rows, Assault.Result result) {
    for (int i = 0; i < rows.length; i++) {
      queries[rows[i]] += result.queries()[i];
      broken[rows[i]] = result.broken()[i];
    }
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
    int label = clean[row].label();
    if (by == null) {
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
    Judge.Witness witness = by.witness();
    return new SampleOutcome(
        ids[row],
        labels[row],
        label,
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
    Arrays.stream(broken).filter(by -> by != null).forEach(by -> inputs.add(by.witness().input()));
    return inputs;
  }

  /**
   * A sample's end.
   *
   * @param steps of the attack until it found the witness
   */
  record Broken(String attack, Judge.Witness witness, int steps) {}
}
