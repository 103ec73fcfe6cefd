package dev.redoubt.evaluate;

import dev.redoubt.evaluate.flag.Flag;
import dev.redoubt.model.LabelModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What an evaluation found. Every average is computed from the outcomes of the samples.
 *
 * @param plan what was asked for
 * @param entries the attacks in the order in which they ran
 * @param batches the results in order
 * @param flags signs that the numbers may not mean what they seem to
 */
public record Evaluation(
    Plan plan, List<Entry> entries, List<BatchResult> batches, List<Flag> flags) {
  /** Copies. */
  public Evaluation {
    entries = List.copyOf(entries);
    batches = List.copyOf(batches);
    flags = List.copyOf(flags);
  }

  /** Results on a model without a defence, without flags. */
  public Evaluation(Plan plan, List<BatchResult> batches) {
    this(plan, plan.cascade().stream().map(Entry::plain).toList(), batches, List.of());
  }

  /** The same with flags. */
  Evaluation withFlags(List<Flag> more) {
    return new Evaluation(plan, entries, batches, more);
  }

  /** One outcome a sample, in the order of the dataset. */
  public List<SampleOutcome> outcomes() {
    return batches.stream().flatMap(batch -> batch.outcomes().stream()).toList();
  }

  /** The witnesses of the broken samples, in the order of the outcomes. */
  public List<float[]> witnesses() {
    return batches.stream().flatMap(batch -> batch.witnesses().stream()).toList();
  }

  /** The number of samples. */
  public int samples() {
    return batches.stream().mapToInt(batch -> batch.outcomes().size()).sum();
  }

  /** Correct on clean ÷ all. */
  public double cleanAccuracy() {
    return share(outcomes().stream().filter(o -> o.status() != Status.MISCLASSIFIED).count());
  }

  /** Rejected when clean ÷ all: what a detector's false positives cost. */
  public double cleanRejected() {
    return share(
        outcomes().stream().filter(o -> o.cleanPrediction() == LabelModel.NO_CLASS).count());
  }

  /** Correct on clean and unbroken ÷ all. */
  public double robustAccuracy() {
    return share(outcomes().stream().filter(o -> o.status() == Status.SURVIVED).count());
  }

  /** What each attack broke and cost, in the order of the cascade. */
  public List<Tally> attacks() {
    List<Tally> sums = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      int index = i;
      sums.add(batches.stream().map(b -> b.attacks().get(index)).reduce(Tally.ZERO, Tally::plus));
    }
    return sums;
  }

  /** Robust accuracy after each attack of the cascade. */
  public List<Double> robustAfterEach() {
    List<Double> shares = new ArrayList<>();
    long left = outcomes().stream().filter(o -> o.status() != Status.MISCLASSIFIED).count();
    for (Tally attack : attacks()) {
      left -= attack.broken();
      shares.add(share(left));
    }
    return shares;
  }

  /**
   * Robust accuracy after the last of the entries: batches of a run that is taken up again may be
   * further.
   */
  double lastRobustAccuracy() {
    List<Double> after = robustAfterEach();
    return after.isEmpty() ? cleanAccuracy() : after.get(after.size() - 1);
  }

  /**
   * Robust accuracy after the attacks that know nothing of the defence; empty if there is no
   * defence. What an attacker who knows of it breaks beyond that was only apparent robustness.
   */
  public Optional<Double> obliviousAccuracy() {
    List<Double> after = robustAfterEach();
    return IntStream.range(0, entries.size())
        .filter(i -> entries.get(i).knowledge() == Knowledge.OBLIVIOUS)
        .mapToObj(after::get)
        .reduce((first, second) -> second);
  }

  /** Robust accuracy at each budget of the curve, on {@link #curveSamples()} samples. */
  public List<Double> curve() {
    List<Double> shares = new ArrayList<>();
    for (int i = 0; i < plan.curve().size(); i++) {
      int index = i;
      double robust = batches.stream().mapToInt(b -> b.curve().get(index)).sum();
      shares.add(robust / Math.max(1, curveSamples()));
    }
    return shares;
  }

  /** Samples that the curve was measured on: the first ones. */
  public int curveSamples() {
    return batches.stream().mapToInt(BatchResult::curveSamples).sum();
  }

  /** What everything cost, the curve and the clean predictions included. */
  public Tally total() {
    return batches.stream()
        .flatMap(b -> Stream.concat(b.attacks().stream(), Stream.of(b.clean(), b.curveCost())))
        .reduce(Tally.ZERO, Tally::plus);
  }

  private double share(long some) {
    return samples() == 0 ? Double.NaN : (double) some / samples();
  }
}
