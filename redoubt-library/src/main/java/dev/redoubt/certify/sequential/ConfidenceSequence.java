package dev.redoubt.certify.sequential;

import dev.redoubt.BadInputException;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;

/**
 * A lower bound for p that holds at all looks at once, as large as the evidence allows: the
 * supremum of the thresholds {@code p* ≥ ½} for which the {@link EProcess} M reaches {@code
 * 1/alpha}. For radii that are not on a grid.
 *
 * <p><b>Why alpha is not exceeded.</b> Where {@code M(q) ≥ 1/alpha}, M falls in q. For let W(q) be
 * the weight {@code w = q^-½ (1−q)^-½} above q; the derivative of {@code log M} is {@code
 * w/W·(1−1/M) − s}, with s the derivative of the log-likelihood at q. If it were not negative, then
 * {@code s ≤ w/W}, and as the log-likelihood is concave, the likelihood ratio of no probability
 * above q could exceed {@code exp((1−q) s) ≤ exp((1−q) w/W) ≤ exp(1/(2√q)) < 2.03}, for {@code W ≥
 * 2√(1−q)} and {@code q ≥ ½}; nor could their average M. So for {@code alpha ≤ .4} the thresholds
 * with {@code M ≥ 1/alpha} are all those of [½, 1) up to the bound, and a bound {@code ≥ p} implies
 * {@code M(p) ≥ 1/alpha} at the true p, which Ville's inequality gives at most alpha. (If the true
 * p is below ½ it implies the same at ½.)
 *
 * <p>It stops when the bound is enough, when nothing above ½ is likely, or when the radii of the
 * lower bound and of a like upper bound at level beta are within a width of each other.
 */
public final class ConfidenceSequence extends AtLooks {
  private static final double LARGEST_LEVEL = 0.4;
  private static final int HALVINGS = 60;

  private final double beta;
  private final DoubleUnaryOperator radius;
  private final double width;
  private final double enough;

  /**
   * A sequence.
   *
   * @param alpha the error probability, in (0, .4]
   * @param beta the level of the upper bound, which only decides when to stop, in (0, ½)
   * @param radius from a probability to the radius that it gives, not falling
   * @param width of the interval of radii to stop at, positive
   * @param enough a probability above which nothing more is to be proven, in (½, 1]
   */
  public ConfidenceSequence(
      double alpha,
      double beta,
      Looks looks,
      DoubleUnaryOperator radius,
      double width,
      double enough) {
    super(level(alpha), looks);
    if (!(width > 0)) {
      throw new BadInputException("the width to stop at must be positive, not " + width);
    }
    if (!(enough > 0.5 && enough <= 1)) {
      throw new BadInputException(
          "the probability that is enough must lie in (0.5, 1], not be " + enough);
    }
    this.beta = Thresholds.level("beta", beta);
    this.radius = radius;
    this.width = width;
    this.enough = enough;
  }

  /** Checks that the argument above holds for an error probability. */
  static double level(double alpha) {
    if (!(alpha > 0 && alpha <= LARGEST_LEVEL)) {
      throw new BadInputException("alpha must lie in (0, 0.4], not be " + alpha);
    }
    return alpha;
  }

  @Override
  public double lowerBound(int successes, int draws) {
    double target = -Math.log(alpha());
    if (2L * successes <= draws || EProcess.log(successes, draws, 0.5) < target) {
      return 0;
    }
    double low = 0.5;
    double high = successes / (double) draws;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (EProcess.log(successes, draws, middle) >= target) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The largest p that the failures do not speak against with {@code 1/beta}. */
  private double upperBound(int successes, int draws) {
    double target = -Math.log(beta);
    double low = successes / (double) draws;
    double high = 1;
    for (int i = 0; i < HALVINGS && successes < draws; i++) {
      double middle = (low + high) / 2;
      if (EProcess.logAgainst(successes, draws, middle) >= target) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }

  @Override
  public boolean finished(int successes, int draws, double proven) {
    if (proven >= enough) {
      return true;
    }
    double upper = upperBound(successes, draws);
    if (upper <= 0.5) {
      return true;
    }
    return proven >= 0.5 && radius.applyAsDouble(upper) - radius.applyAsDouble(proven) <= width;
  }

  @Override
  public double reach() {
    return lowerBound(cap(), cap());
  }

  @Override
  public OptionalDouble pValue(int successes, int draws, double threshold) {
    return OptionalDouble.of(Math.min(1, Math.exp(-EProcess.log(successes, draws, threshold))));
  }
}
