package dev.redoubt.certify.analysis;

import dev.redoubt.BadInputException;
import dev.redoubt.certify.Certified;
import dev.redoubt.certify.sequential.ClopperPearson;
import java.util.Collection;
import java.util.OptionalDouble;

/**
 * What the certificates of a set of inputs amount to. Without inputs all shares are NaN.
 *
 * @param curve certified accuracy by radius
 * @param acr average certified radius: the mean of the radius where the right class is certified
 *     and of 0 elsewhere (Zhai et al. 2020, section 5)
 * @param abstain share of the inputs of which no class is certified
 * @param alpha the probability that a certificate is false, if known
 */
public record Analysis(CertifiedCurve curve, double acr, double abstain, OptionalDouble alpha) {
  /** With this probability at most the guaranteed shares are wrong. */
  public static final double RHO = 0.001;

  private static final double INTERVAL_ALPHA = 0.05;

  /**
   * Analyses inputs.
   *
   * @param alpha the largest probability with which any of the certificates is false, in (0, 1)
   */
  public static Analysis of(Collection<? extends Certified> inputs, OptionalDouble alpha) {
    return new Analysis(
        CertifiedCurve.of(inputs),
        inputs.stream().mapToDouble(c -> c.correct() ? c.radius() : 0).average().orElse(Double.NaN),
        inputs.stream().mapToDouble(c -> c.abstains() ? 1 : 0).average().orElse(Double.NaN),
        alpha);
  }

  /** The number of inputs. */
  public int samples() {
    return curve.samples();
  }

  /**
   * Certified accuracy at a radius.
   *
   * @throws BadInputException if the radius is negative or not finite
   */
  public CertifiedAccuracy at(double radius) {
    if (!(radius >= 0) || Double.isInfinite(radius)) {
      throw new BadInputException("radius must be finite and not negative, not " + radius);
    }
    ClopperPearson interval =
        ClopperPearson.interval(curve.certified(radius), samples(), INTERVAL_ALPHA);
    return new CertifiedAccuracy(
        radius, curve.at(radius), interval.low(), interval.high(), guaranteed(curve.at(radius)));
  }

  /**
   * The share that is left when false certificates are reckoned with. By Bernstein's inequality
   * more than {@code α + sqrt(α(1-α) ln(1/ρ) / n) + ln(1/ρ) / (3n)} of the certificates are false
   * with probability at most ρ (Cohen et al. 2019, the "high probability" accuracy of their
   * analysis).
   */
  private double guaranteed(double share) {
    if (alpha.isEmpty()) {
      return Double.NaN;
    }
    double a = alpha.getAsDouble();
    double log = Math.log(1 / RHO);
    double falseOnes = a + Math.sqrt(a * (1 - a) * log / samples()) + log / (3.0 * samples());
    return Math.max(0, share - falseOnes);
  }
}
