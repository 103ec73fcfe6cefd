package dev.redoubt.train.objective;

import dev.redoubt.BadInputException;
import dev.redoubt.loss.CrossEntropy;
import dev.redoubt.pipeline.MeanPrediction;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.train.Lesson;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * MACER (Zhai et al. 2020, algorithm 1): maximises the certified radius of the soft smoothed
 * classifier without an attack. With p̄ the mean over the copies of {@code softmax(z)}, and q of
 * {@code softmax(βz)}, the loss of a sample with label y is
 *
 * <pre>{@code -log p̄_y + λ σ/2 max(0, γ - (Φ⁻¹(q_A) - Φ⁻¹(q_B)))}</pre>
 *
 * with A and B the classes of the largest and second largest q; the second term, the hinge, is
 * there for samples whose A is y, and where the difference is finite and at most γ. Both terms are
 * divided by the number of all samples, as in the authors' code. As wrong samples have no hinge,
 * the loss may rise while more and more samples get right.
 *
 * @param sigma deviation of the noise in pixel space, positive
 * @param copies noisy points a sample, at least 1; the paper has 16
 * @param lambda λ, not negative; the paper has 12 for CIFAR-10 with σ = 0.25, 4 with 0.5
 * @param gamma γ, positive; the paper has 8
 * @param beta β, positive; the paper has 16
 */
public record Macer(double sigma, int copies, double lambda, double gamma, double beta)
    implements NoiseTraining {
  /** Checks the settings. */
  public Macer {
    new GaussianNoise(sigma, copies);
    if (!(lambda >= 0 && gamma > 0 && beta > 0)
        || Double.isInfinite(lambda)
        || Double.isInfinite(gamma)
        || Double.isInfinite(beta)) {
      throw new BadInputException(
          "method macer wants a lambda that is not negative and a positive gamma and beta, all"
              + " finite, not %s, %s and %s".formatted(lambda, gamma, beta));
    }
  }

  /** With the paper's 16 copies, λ = 12, γ = 8 and β = 16. */
  public static Macer of(double sigma) {
    return new Macer(sigma, 16, 12, 8, 16);
  }

  @Override
  public String name() {
    return "macer";
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = NoiseTraining.super.settings();
    settings.put("lambda", lambda);
    settings.put("gamma", gamma);
    settings.put("beta", beta);
    return settings;
  }

  @Override
  public boolean smoothsLabels() {
    return false;
  }

  @Override
  public Tensor loss(Lesson lesson, Tensor examples) {
    Tensor logits = lesson.logits(examples);
    Tensor labels = lesson.batch().labels();
    Tensor classification =
        new CrossEntropy().perSample(MeanPrediction.logarithm(logits, copies), labels);
    Tensor sharpened = MeanPrediction.of(logits.times(beta), copies);
    int[] hinged = hinged(sharpened.detached(), labels);
    if (hinged.length == 0) {
      return Reductions.mean(classification);
    }
    Tensor shortfall = radii(Layout.rows(sharpened, hinged)).negated().plus(gamma);
    double weight = lambda * sigma / 2 / lesson.batch().size();
    return Reductions.mean(classification).plus(weight, Reductions.sum(shortfall));
  }

  /** The certified radii in units of σ/2: {@code Φ⁻¹(q_A) - Φ⁻¹(q_B)}, {@code [n]}. */
  private static Tensor radii(Tensor predictions) {
    Tensor quantiles = Elementwise.inverseNormal(Reductions.largest(predictions, 2).values());
    return Reductions.sum(
        Layout.columns(quantiles, 0, 1).minus(Layout.columns(quantiles, 1, 2)), 1);
  }

  /**
   * The rows that have a hinge. They are chosen before it is computed on the tape, where an
   * infinite quantile would make the gradients of all weights NaN.
   */
  private int[] hinged(Tensor predictions, Tensor labels) {
    int[] top = Reductions.argmax(predictions, 1).ints();
    int[] truth = labels.ints();
    double[] radii = radii(predictions).doubles();
    return IntStream.range(0, truth.length)
        .filter(row -> top[row] == truth[row] && Math.abs(radii[row]) <= gamma)
        .toArray();
  }
}
