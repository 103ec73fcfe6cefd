package dev.redoubt.model.spec;

import java.util.List;

/**
 * A linear condition on the outputs: {@code Σ coefficient · Y_output ≤ bound}.
 *
 * @param terms no output twice; the sum of none is 0
 * @param bound finite
 */
public record Inequality(List<Term> terms, double bound) {
  /** Copies. */
  public Inequality {
    terms = List.copyOf(terms);
  }

  /**
   * One summand.
   *
   * @param output which output, from 0
   * @param coefficient finite, not 0
   */
  public record Term(int output, double coefficient) {}

  /** By how much the outputs fulfil it; negative if they don't. */
  public double slack(double[] y) {
    double slack = bound;
    for (Term term : terms) {
      slack -= term.coefficient * y[term.output];
    }
    return slack;
  }
}
