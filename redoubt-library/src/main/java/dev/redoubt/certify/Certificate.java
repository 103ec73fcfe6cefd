package dev.redoubt.certify;

/**
 * What is proven of one input: the smoothed classifier predicts {@code prediction} at every point
 * at most {@code radius} away, except that the draws mislead with probability at most {@code
 * alpha}.
 *
 * @param id the sample
 * @param label its class
 * @param prediction the class that is certified, {@link #ABSTAIN} if none is
 * @param radius in pixel space, in the norm of the smoothing; 0 if none is certified
 * @param pLow the lower bound that was proven for the class's probability; 0 if none was
 * @param n draws that the bound rests on: forward passes
 * @param n0 draws before those, that chose the class; 0 where the label was tested itself
 * @param alpha the probability that this certificate is false
 * @param sigma standard deviation of the noise in pixel space; NaN for ablation
 * @param seed the seed that keys the draws
 * @param correct whether the certified class is the label
 * @param pValue of the hypothesis that the smallest radius is not certified; NaN if the test has
 *     none
 * @param seconds of work on this input
 */
public record Certificate(
    long id,
    int label,
    int prediction,
    double radius,
    double pLow,
    int n,
    int n0,
    double alpha,
    double sigma,
    long seed,
    boolean correct,
    double pValue,
    double seconds)
    implements Certified {
  /** The prediction where nothing is certified. */
  public static final int ABSTAIN = -1;

  @Override
  public boolean abstains() {
    return prediction == ABSTAIN;
  }

  /**
   * The claim of another radius on the same grounds. For a larger one they prove nothing: that is
   * how it is shown that a {@link CertificateCheck} can fail.
   */
  public Certificate withRadius(double other) {
    return new Certificate(
        id, label, prediction, other, pLow, n, n0, alpha, sigma, seed, correct, pValue, seconds);
  }
}
