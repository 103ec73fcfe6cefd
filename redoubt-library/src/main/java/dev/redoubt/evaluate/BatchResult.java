package dev.redoubt.evaluate;

import java.util.List;

/**
 * What an evaluation found on one batch of its plan, or has found so far: then there are fewer
 * attacks than are to be run, and no curve.
 *
 * @param outcomes one a sample, in order
 * @param clean what the clean predictions cost
 * @param attacks a tally for each attack of the cascade that has run
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

  /** Whether nothing is left to do of so many attacks and points of the curve. */
  boolean completes(int entries, int points) {
    return attacks.size() >= entries && curve.size() >= points;
  }

  /** The same after more attacks. */
  BatchResult after(List<SampleOutcome> found, List<Tally> tallies, List<float[]> inputs) {
    return new BatchResult(found, clean, tallies, curve, curveSamples, curveCost, inputs);
  }

  /** The same with the curve. */
  BatchResult withCurve(List<Integer> robust, Tally cost) {
    return new BatchResult(outcomes, clean, attacks, robust, curveSamples, cost, witnesses);
  }

  /** The same with other witnesses. */
  BatchResult withWitnesses(List<float[]> inputs) {
    return new BatchResult(outcomes, clean, attacks, curve, curveSamples, curveCost, inputs);
  }
}
