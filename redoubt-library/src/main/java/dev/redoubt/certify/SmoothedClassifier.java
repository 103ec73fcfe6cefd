package dev.redoubt.certify;

import dev.redoubt.BadInputException;
import dev.redoubt.certify.sequential.ClopperPearson;
import dev.redoubt.certify.smoothing.Smoothing;
import dev.redoubt.model.LabelModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * The smoothed classifier g of a classifier f, for single inputs: g(x) is the class that f gives
 * most often under the smoothing. PREDICT and CERTIFY of Cohen et al. 2019 (section 3.2, figure 2).
 * For many inputs, or with fewer draws, see {@link Certifier}.
 *
 * @param base the classifier f
 * @param smoothing the random change
 * @param batchSize noisy inputs in memory at a time, at least 1
 */
public record SmoothedClassifier(LabelModel base, Smoothing smoothing, int batchSize) {
  /** Checks. */
  public SmoothedClassifier {
    if (batchSize < 1) {
      throw new BadInputException("the batch size must be at least 1, not " + batchSize);
    }
  }

  /**
   * What CERTIFY says: g gives {@code prediction} at every point nearer than {@code radius}, except
   * with probability alpha.
   *
   * @param prediction a class, or {@link Certificate#ABSTAIN}
   * @param radius 0 where it abstains
   * @param pLow the lower bound for the class's probability
   */
  public record Certified(int prediction, double radius, double pLow) {}

  /**
   * PREDICT: the class of g at x, or that it can't be told from the draws.
   *
   * @param x one input, {@code [1, ...]} in pixel space
   * @param n draws, at least 1
   * @param alpha the probability to give another class than g does, in (0, 1)
   * @param seed keys the draws
   * @param id of the sample
   * @return the class, or {@link Certificate#ABSTAIN}
   */
  public int predict(Tensor x, int n, double alpha, long seed, long id) {
    level(alpha);
    int[] counts = counts(x, n, seed, id, 0);
    int first = first(counts, -1);
    int second = first(counts, first);
    int both = counts[first] + counts[second];
    double larger = BinomialDistribution.of(both, 0.5).survivalProbability(counts[first] - 1);
    return Math.min(1, 2 * larger) > alpha ? Certificate.ABSTAIN : first;
  }

  /**
   * CERTIFY: n0 draws choose a class, n others bound its probability.
   *
   * @param x one input, {@code [1, ...]} in pixel space
   * @param n0 draws that choose, at least 1
   * @param n draws that count, at least 1
   * @param alpha the probability that what it says is false, in (0, 1)
   * @param seed keys the draws
   * @param id of the sample
   */
  public Certified certify(Tensor x, int n0, int n, double alpha, long seed, long id) {
    level(alpha);
    int candidate = first(counts(x, n0, seed, id, -n0), -1);
    int successes = counts(x, n, seed, id, 0)[candidate];
    double pLow = ClopperPearson.lower(successes, n, alpha);
    return pLow < 0.5
        ? new Certified(Certificate.ABSTAIN, 0, pLow)
        : new Certified(candidate, smoothing.radius(pLow), pLow);
  }

  /**
   * How often f gives each class.
   *
   * @param first the number of the first draw: draws with other numbers are others
   */
  int[] counts(Tensor x, int n, long seed, long id, int first) {
    if (n < 1 || n > CertificationPlan.MOST_DRAWS) {
      throw new BadInputException(
          "draws must lie between 1 and %,d, not be %,d"
              .formatted(CertificationPlan.MOST_DRAWS, n));
    }
    float[] input = x.floats();
    NoisyBatch noisy = new NoisyBatch(smoothing, base.input().shape(), x.device());
    int[] counts = new int[base.classes()];
    for (int done = 0; done < n; done += batchSize) {
      long[] keys = new long[Math.min(batchSize, n - done)];
      for (int i = 0; i < keys.length; i++) {
        keys[i] = NoisyBatch.key(id, first + done + i);
      }
      Draws draws = NoisyBatch.draws(seed, keys);
      int[] classes =
          Scope.value(
              () -> base.predict(noisy.of(row -> input, draws), draws.of(NoisyBatch.MODEL)).ints());
      IntStream.of(classes).filter(c -> c != LabelModel.NO_CLASS).forEach(c -> counts[c]++);
    }
    return counts;
  }

  /** The most frequent class other than one, the first of equals. */
  private static int first(int[] counts, int other) {
    int first = -1;
    for (int c = 0; c < counts.length; c++) {
      if (c != other && (first < 0 || counts[c] > counts[first])) {
        first = c;
      }
    }
    return first;
  }

  private static void level(double alpha) {
    if (!(alpha > 0 && alpha < 1)) {
      throw new BadInputException("alpha must lie between 0 and 1, not be " + alpha);
    }
  }
}
