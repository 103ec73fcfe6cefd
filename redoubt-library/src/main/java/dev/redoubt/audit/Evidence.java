package dev.redoubt.audit;

import dev.redoubt.certify.Certificate;
import dev.redoubt.data.Dataset;
import dev.redoubt.evaluate.Evaluation;
import dev.redoubt.evaluate.SampleOutcome;
import dev.redoubt.evaluate.Status;
import dev.redoubt.evaluate.WitnessCheck;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The ledger of an audit: on each sample the strongest evidence of both sides, as it comes in. A
 * witness stays, whatever comes later; what lacks one is robust as far as anybody knows.
 */
public final class Evidence {
  private final Dataset dataset;
  private final @Nullable SampleOutcome[] outcomes;
  private final Map<Integer, float[]> witnesses = new HashMap<>();
  private final @Nullable Certificate[] certificates;

  /** Nothing yet on the samples of a dataset. */
  Evidence(Dataset dataset) {
    this.dataset = dataset;
    this.outcomes = new SampleOutcome[dataset.size()];
    this.certificates = new Certificate[dataset.size()];
  }

  /**
   * Takes in what a run found on some samples.
   *
   * @param run named in front of the attacks, unless it is blank
   * @param samples indices of the samples that it ran on, in order
   * @return samples that are newly broken
   */
  int add(String run, int[] samples, Evaluation evaluation) {
    Iterator<float[]> found = evaluation.witnesses().iterator();
    int broken = 0;
    for (int i = 0; i < samples.length; i++) {
      int sample = samples[i];
      SampleOutcome outcome = evaluation.outcomes().get(i);
      SampleOutcome before = outcomes[sample];
      boolean breaks = outcome.status() == Status.BROKEN;
      float[] witness = breaks ? found.next() : null;
      if (before == null) {
        outcomes[sample] = outcome;
        keep(sample, witness);
        broken += breaks ? 1 : 0;
      } else if (improves(before, outcome)) {
        broken += before.status() == Status.SURVIVED && breaks ? 1 : 0;
        outcomes[sample] =
            breaks && !run.isEmpty()
                ? outcome.foundBy(run, before.queries())
                : outcome.withQueries(before.queries() + outcome.queries());
        keep(sample, witness);
      } else {
        outcomes[sample] = before.withQueries(before.queries() + outcome.queries());
      }
    }
    return broken;
  }

  private void keep(int sample, float @Nullable [] witness) {
    if (witness != null) {
      witnesses.put(sample, witness);
    }
  }

  /**
   * A first witness, or one that arithmetic agrees on in place of a fragile one; or that a random
   * model lost a vote on the clean sample.
   */
  private static boolean improves(SampleOutcome before, SampleOutcome now) {
    if (before.status() == Status.SURVIVED && now.status() == Status.MISCLASSIFIED) {
      return true;
    }
    return now.status() == Status.BROKEN
        && (before.status() == Status.SURVIVED
            || (before.status() == Status.BROKEN && before.fragile() && !now.fragile()));
  }

  /** Takes in certificates, one a sample. */
  void add(List<Certificate> proven) {
    for (int i = 0; i < proven.size(); i++) {
      certificates[i] = proven.get(i);
    }
  }

  /**
   * Takes over what a file says.
   *
   * @param unsound whether it did not stand a second look, so that it counts for neither side
   */
  void restore(int sample, SampleEvidence evidence, boolean unsound) {
    outcomes[sample] = evidence.outcome();
    keep(sample, evidence.witness());
    certificates[sample] = evidence.certificate();
    if (unsound && evidence.outcome().status() == Status.BROKEN) {
      drop(sample);
    }
  }

  /** Takes over what a second look said of a witness. */
  void judged(int sample, WitnessCheck.Finding finding) {
    SampleOutcome outcome = at(sample);
    outcomes[sample] =
        new SampleOutcome(
            outcome.id(),
            outcome.label(),
            outcome.cleanPrediction(),
            Status.BROKEN,
            outcome.attack(),
            finding.prediction(),
            finding.distance(),
            finding.fragile(),
            outcome.queries(),
            outcome.steps(),
            finding.vote());
  }

  /** Drops a witness that did not stand a second look. */
  void drop(int sample) {
    SampleOutcome outcome = at(sample);
    outcomes[sample] =
        new SampleOutcome(
            outcome.id(),
            outcome.label(),
            outcome.cleanPrediction(),
            Status.SURVIVED,
            null,
            outcome.cleanPrediction(),
            0,
            false,
            outcome.queries(),
            null,
            null);
    witnesses.remove(sample);
  }

  private SampleOutcome at(int sample) {
    SampleOutcome outcome = outcomes[sample];
    if (outcome == null) {
      throw new IllegalStateException("nothing has been found out about sample " + sample);
    }
    return outcome;
  }

  /** What is known of one sample. */
  public SampleEvidence of(int sample) {
    return new SampleEvidence(at(sample), witnesses.get(sample), certificates[sample]);
  }

  /** What is known of all samples, in order. */
  public List<SampleEvidence> all() {
    List<SampleEvidence> all = new ArrayList<>();
    for (int i = 0; i < outcomes.length; i++) {
      all.add(of(i));
    }
    return all;
  }

  /** Samples that are right without an attack. */
  public int[] correct() {
    return where(i -> at(i).status() != Status.MISCLASSIFIED);
  }

  /** Samples that are right and unbroken. */
  public int[] survivors() {
    return where(i -> at(i).status() == Status.SURVIVED);
  }

  /** Those of them that attacks may still break: nothing is proven of them. */
  public int[] open(double radius) {
    return where(i -> at(i).status() == Status.SURVIVED && !of(i).isCertifiedAt(radius));
  }

  /** Samples that nothing is proven of: only they need attacks. */
  int[] unproven(double radius) {
    return where(i -> !of(i).isCertifiedAt(radius));
  }

  /** Samples with the right class proven at a radius. */
  public int[] certified(double radius) {
    return where(i -> of(i).isCertifiedAt(radius));
  }

  private int[] where(IntPredicate chosen) {
    return IntStream.range(0, outcomes.length).filter(chosen).toArray();
  }

  /** Share of all samples that are right and unbroken. */
  public double robustAccuracy() {
    return (double) survivors().length / outcomes.length;
  }

  /** The number of samples. */
  public int samples() {
    return dataset.size();
  }
}
