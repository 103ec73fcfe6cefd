package dev.redoubt.certify.sequential;

import dev.redoubt.BadInputException;
import java.util.OptionalDouble;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * The bound of Cohen et al. 2019 (section 3.2.2): one look after n draws, and there the one-sided
 * Clopper–Pearson bound, which exceeds p with probability at most alpha.
 *
 * @param n draws, at least 1
 * @param alpha the error probability, in (0, 1)
 */
public record FixedSampleTest(int n, double alpha) implements SequentialTest {
  /** Checks. */
  public FixedSampleTest {
    if (n < 1) {
      throw new BadInputException("n must be at least 1, not " + n);
    }
    if (!(alpha > 0 && alpha < 1)) {
      throw new BadInputException("alpha must lie between 0 and 1, not be " + alpha);
    }
  }

  @Override
  public int cap() {
    return n;
  }

  @Override
  public int nextLook(int draws) {
    return n;
  }

  @Override
  public double lowerBound(int successes, int draws) {
    return ClopperPearson.lower(successes, n, alpha);
  }

  @Override
  public boolean finished(int successes, int draws, double proven) {
    return draws >= n;
  }

  @Override
  public double reach() {
    return ClopperPearson.lower(n, n, alpha);
  }

  @Override
  public OptionalDouble pValue(int successes, int draws, double threshold) {
    return OptionalDouble.of(
        successes == 0
            ? 1
            : BinomialDistribution.of(n, threshold).survivalProbability(successes - 1));
  }
}
