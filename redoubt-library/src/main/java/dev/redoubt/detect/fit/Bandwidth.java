package dev.redoubt.detect.fit;

import dev.redoubt.BadInputException;
import dev.redoubt.detect.score.SquaredDistances;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Matrices;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import java.util.List;

/**
 * The bandwidth of a Gaussian kernel density under which samples are the likeliest, each among the
 * others of its class (leave-one-out maximum likelihood, Duin 1976). It is the best of {@code s ·
 * 2^(j/2)} for j from -14 to 2, where s² is the mean squared distance between two of a class.
 */
final class Bandwidth {
  private static final int LEAST = -14;
  private static final int MOST = 2;

  /** Enough to vanish in a sum of exponentials. */
  private static final double ELSEWHERE = 1e300;

  private Bandwidth() {}

  /**
   * The best; 1 if all samples of each class are the same.
   *
   * @param classes vectors of each class, {@code [r, d]}
   * @throws BadInputException if no class has two samples
   */
  static double of(List<Tensor> classes) {
    double sum = 0;
    long pairs = 0;
    for (Tensor own : classes) {
      long r = own.rows();
      sum += Scope.value(() -> Reductions.sum(SquaredDistances.between(own, own)).item());
      pairs += r * (r - 1);
    }
    if (pairs == 0) {
      throw new BadInputException(
          "detector kde can't choose a bandwidth from one sample a class: give one");
    }
    double scale = Math.sqrt(sum / pairs);
    return scale > 0 ? likeliest(classes, scale) : 1;
  }

  private static double likeliest(List<Tensor> classes, double scale) {
    double[] likelihoods = new double[MOST - LEAST + 1];
    for (Tensor own : classes) {
      Scope.run(() -> addLikelihoods(own, scale, likelihoods));
    }
    int best = 0;
    for (int i = 1; i < likelihoods.length; i++) {
      best = likelihoods[i] > likelihoods[best] ? i : best;
    }
    return at(best, scale);
  }

  private static double at(int index, double scale) {
    return scale * Math.pow(2, (LEAST + index) / 2.0);
  }

  private static void addLikelihoods(Tensor own, double scale, double[] likelihoods) {
    int r = own.rows();
    if (r < 2) {
      return;
    }
    Tensor itself = Matrices.identity(r, DType.FLOAT64).times(ELSEWHERE);
    Tensor others = Elementwise.maximum(SquaredDistances.between(own, own), itself);
    for (int i = 0; i < likelihoods.length; i++) {
      double h = at(i, scale);
      double sum =
          Scope.value(
              () ->
                  Reductions.sum(
                          Reductions.logSumExp(others.times(-0.5 / h / h), new long[] {1}, false))
                      .item());
      likelihoods[i] += sum - r * (own.size(1) * Math.log(h) + Math.log(r - 1));
    }
  }
}
