package dev.redoubt.certify;

import dev.redoubt.BadInputException;
import dev.redoubt.certify.sequential.Procedure;
import dev.redoubt.certify.sequential.SequentialTest;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import java.util.List;

/**
 * Says whether a point contradicts a certificate: it lies within the radius, and draws of its own
 * show that the smoothed classifier does not give the certified class there.
 *
 * <p><b>What is tested.</b> A certificate of a class c rests on a probability of c above ½ at the
 * input, so large that it can't have fallen below ½ anywhere within the radius; so all smoothings
 * of this project prove theirs. The check tests that hypothesis, {@code p_c ≥ ½} at the point, and
 * a contradiction is its rejection. A certificate may be wrong and the class still come first, with
 * less than half of the draws: that is a contradiction, too.
 *
 * <p><b>How often it is mistaken.</b> If the certificate is true, a point contradicts it with
 * probability at most the level of the test, {@value #LEVEL} unless another test is given: the
 * draws of the check are those of no certificate and of no attack. Only the point must not depend
 * on them, so what has been checked is not to be improved on and checked again at the same seed. In
 * 10,000 checks the chance of a false alarm is at most 1 in 100, whether they share draws or not.
 * That a point does <em>not</em> contradict proves nothing: the probability may be too near to ½
 * for as many draws as the test takes.
 *
 * <p><b>What a contradiction means.</b> The certificate is false. Without a bug that happens with
 * probability at most its alpha. So k certificates of level alpha and m checks give any
 * contradiction with probability at most {@code k·alpha + m·level}; where that is small, a
 * contradiction is evidence of a bug: in the smoothing, in the statistics, or in a model that is
 * not the one that was certified.
 */
public final class CertificateCheck {
  /** The probability that a point contradicts a true certificate. */
  public static final double LEVEL = 1e-6;

  /** As many draws at most; they tell .475 from ½. */
  private static final int DRAWS = 10_000;

  private static final double HALF = 0.5;

  /** Numbers of draws from here on belong to no certificate. */
  private static final int FRESH = CertificationPlan.MOST_DRAWS;

  private final SmoothedClassifier smoothed;
  private final SequentialTest others;

  /**
   * A check.
   *
   * @param others a test of the probability of all other classes together; its alpha is the level
   */
  public CertificateCheck(SmoothedClassifier smoothed, SequentialTest others) {
    if (others.cap() > CertificationPlan.MOST_DRAWS) {
      throw new BadInputException(
          "a check takes at most %,d draws, not %,d"
              .formatted(CertificationPlan.MOST_DRAWS, others.cap()));
    }
    this.smoothed = smoothed;
    this.others = others;
  }

  /** A check of level {@value #LEVEL} by the exact boundary at growing looks. */
  public static CertificateCheck of(SmoothedClassifier smoothed) {
    return new CertificateCheck(
        smoothed, Procedure.GROUP_SEQUENTIAL.grid(List.of(HALF), LEVEL, DRAWS));
  }

  /**
   * Checks a point. Nothing is drawn for one that the certificate says nothing about.
   *
   * @param certificate of the smoothed classifier that this check is for
   * @param clean the certified input, {@code [1, ...]} in pixel space
   * @param point another one, in or out of the range of inputs: certificates hold outside as well
   * @param seed keys the draws, which are never those of a certificate, not even at its own seed
   * @throws BadInputException if the certificate is for noise of another deviation
   */
  public Finding check(Certificate certificate, Tensor clean, Tensor point, long seed) {
    if (Double.compare(certificate.sigma(), smoothed.smoothing().sigma()) != 0) {
      throw new BadInputException(
          "the certificate of sample %d is for sigma %s, and can't be checked with sigma %s"
              .formatted(certificate.id(), certificate.sigma(), smoothed.smoothing().sigma()));
    }
    double distance = distance(clean, point);
    if (certificate.abstains() || !(distance <= certificate.radius())) {
      return new Finding(certificate, distance, 0, 0, 1);
    }
    int agreeing = 0;
    int draws = 0;
    double proven = 0;
    do {
      int look = others.nextLook(draws);
      agreeing +=
          smoothed
              .counts(point, look - draws, seed, certificate.id(), FRESH + draws)[
              certificate.prediction()];
      draws = look;
      proven = Math.max(proven, others.lowerBound(draws - agreeing, draws));
    } while (draws < others.cap() && !others.finished(draws - agreeing, draws, proven));
    return new Finding(certificate, distance, agreeing, draws, 1 - proven);
  }

  /** In the norm of the smoothing, in fp64, and without any tolerance. */
  private double distance(Tensor clean, Tensor point) {
    return Scope.value(
        () ->
            smoothed
                .smoothing()
                .norm()
                .distance(point.to(DType.FLOAT64), clean.to(DType.FLOAT64))
                .item());
  }

  /**
   * What became of one check.
   *
   * @param certificate that was checked
   * @param distance of the point from the input, in the norm of the smoothing
   * @param agreeing draws that gave the certified class
   * @param draws taken; none for a point beyond the radius, or if no class is certified
   * @param upper bound for the probability of the certified class at the point, missed with the
   *     probability of the test's level; 1 says nothing
   */
  public record Finding(
      Certificate certificate, double distance, int agreeing, int draws, double upper) {
    /** Whether the certificate speaks of the point. */
    public boolean within() {
      return draws > 0;
    }

    /** Whether the point shows that the certificate is false. */
    public boolean contradicts() {
      return upper <= HALF;
    }

    /** The share of draws that gave the certified class; NaN if there were none. */
    public double share() {
      return draws == 0 ? Double.NaN : agreeing / (double) draws;
    }

    /** The contradiction as a sentence. */
    public String sentence() {
      return "sample %d is certified as class %d within %s, but at a distance of %s its smoothed classifier gave that class in %d of %d draws, which is no chance"
          .formatted(
              certificate.id(),
              certificate.prediction(),
              certificate.radius(),
              distance,
              agreeing,
              draws);
    }
  }
}
