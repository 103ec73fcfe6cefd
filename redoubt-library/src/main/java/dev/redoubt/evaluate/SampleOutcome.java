package dev.redoubt.evaluate;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The result for one sample: one line of {@code samples.jsonl}.
 *
 * @param id index of the sample in the full split
 * @param label index of its true class
 * @param cleanPrediction index of the class predicted without an attack
 * @param status what became of it
 * @param attack the attack that broke it; null unless broken
 * @param prediction index of the class predicted for the witness, else the clean prediction
 * @param distance distance of the witness in the threat's norm, else 0
 * @param fragile whether the verdict hangs on rounding: 64-bit arithmetic disagrees on the witness
 * @param queries forward passes that the attacks of the cascade spent on it, until it was broken or
 *     all were done
 * @param steps steps of the attack that broke it until it found the witness; null unless broken
 * @param vote the vote on the witness, or on the clean sample unless broken; null if the model is
 *     not random
 * @param nearest distance of the nearest adversarial point that was found, within the budget or
 *     not; null unless distances are measured, or if there was none
 */
public record SampleOutcome(
    long id,
    int label,
    int cleanPrediction,
    Status status,
    @Nullable String attack,
    int prediction,
    double distance,
    boolean fragile,
    long queries,
    @Nullable Integer steps,
    @Nullable Vote vote,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double nearest) {
  /** An outcome of attacks within the budget. */
  public SampleOutcome(
      long id,
      int label,
      int cleanPrediction,
      Status status,
      @Nullable String attack,
      int prediction,
      double distance,
      boolean fragile,
      long queries,
      @Nullable Integer steps,
      @Nullable Vote vote) {
    this(
        id,
        label,
        cleanPrediction,
        status,
        attack,
        prediction,
        distance,
        fragile,
        queries,
        steps,
        vote,
        null);
  }

  /** The same after more queries. */
  public SampleOutcome withQueries(long all) {
    return new SampleOutcome(
        id,
        label,
        cleanPrediction,
        status,
        attack,
        prediction,
        distance,
        fragile,
        all,
        steps,
        vote,
        nearest);
  }

  /**
   * The same, found by a run that came after others.
   *
   * @param run named in front of the attack
   * @param before queries that the others spent
   */
  public SampleOutcome foundBy(String run, long before) {
    return new SampleOutcome(
        id,
        label,
        cleanPrediction,
        status,
        run + ": " + attack,
        prediction,
        distance,
        fragile,
        before + queries,
        steps,
        vote,
        nearest);
  }

  /** The same with the distance of the nearest adversarial point. */
  SampleOutcome withNearest(double measured) {
    return new SampleOutcome(
        id,
        label,
        cleanPrediction,
        status,
        attack,
        prediction,
        distance,
        fragile,
        queries,
        steps,
        vote,
        measured);
  }
}
