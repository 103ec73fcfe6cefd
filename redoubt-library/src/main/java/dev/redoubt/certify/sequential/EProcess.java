package dev.redoubt.certify.sequential;

import org.apache.commons.numbers.gamma.LogBeta;
import org.apache.commons.numbers.gamma.RegularizedBeta;

/**
 * The evidence of a count against {@code p ≤ p*}: the likelihood ratio to p*, averaged over the
 * probabilities above p* with the weights of the arcsine law (Beta(½, ½)):
 *
 * <pre>
 *            B(A+½, N−A+½) (1 − I_p*(A+½, N−A+½))
 * M(A, N) = ─────────────────────────────────────── / (p*^A (1−p*)^(N−A)).
 *               B(½, ½) (1 − I_p*(½, ½))
 * </pre>
 *
 * <p><b>Why it is evidence.</b> For each {@code q > p*} the likelihood ratio {@code L(q)/L(p*)}
 * starts at 1, and one more draw multiplies it by a factor of mean {@code p q/p* + (1−p)
 * (1−q)/(1−p*)}, which is 1 for {@code p = p*} and less for {@code p < p*}: a nonnegative
 * supermartingale under all of {@code p ≤ p*}, and so is the average M. Ville's inequality gives
 * {@code P(M ≥ 1/α at any time) ≤ α}, whatever the stopping rule.
 */
final class EProcess {
  private EProcess() {}

  /**
   * {@code log M}; where it is below 0, for counts far below the threshold, with fewer and fewer
   * right digits, to minus infinity where it vanishes.
   */
  static double log(int successes, int draws, double threshold) {
    double a = successes + 0.5;
    double b = draws - successes + 0.5;
    return LogBeta.value(a, b)
        + Math.log(RegularizedBeta.complement(threshold, a, b))
        - LogBeta.value(0.5, 0.5)
        - Math.log(RegularizedBeta.complement(threshold, 0.5, 0.5))
        - successes * Math.log(threshold)
        - (draws - successes) * Math.log1p(-threshold);
  }

  /** The evidence of the failures against {@code p ≥ threshold}. */
  static double logAgainst(int successes, int draws, double threshold) {
    return log(draws - successes, draws, 1 - threshold);
  }
}
