package dev.redoubt.evaluate;

import java.util.List;

/**
 * What an evaluation found on one batch of its plan.
 *
 * @param outcomes one a sample, in order
 * @param clean what the clean predictions cost
 * @param attacks a tally for each attack of the cascade
 * @param curve samples that were still robust at each budget of the curve
 * @param curveSamples samples of this batch that the curve was measured on
 * @param curveCost what the curve cost
 * @param witnesses the witness of each broken sample, in the order of the outcomes
 */
public record BatchResult(
    List<SampleOutcome> outcomes,
    Tally clean,
    List<Tally> attacks,
    List<Integer> curve,
    int curveSamples,
    Tally curveCost,
    List<float[]> witnesses) {
  /** Copies. */
  public BatchResult {
    outcomes = List.copyOf(outcomes);
    attacks = List.copyOf(attacks);
    curve = List.copyOf(curve);
    witnesses = List.copyOf(witnesses);
  }

  /** The same with other witnesses. */
  BatchResult withWitnesses(List<float[]> inputs) {
    return new BatchResult(outcomes, clean, attacks, curve, curveSamples, curveCost, inputs);
  }
}
