package dev.redoubt.train.objective;

import dev.redoubt.BadInputException;
import dev.redoubt.pipeline.MeanPrediction;
import dev.redoubt.tensor.Activation;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.train.Lesson;
import java.util.Map;

/**
 * Consistency regularisation (Jeong and Shin 2020, section 3), for base classifiers of randomised
 * smoothing: predictions {@code p_i} at m noisy copies of a sample are to agree with their mean
 * {@code p̄}. The loss of a sample is
 *
 * <pre>{@code mean_i CE(p_i, y) + λ mean_i KL(p̄ ‖ p_i) + η H(p̄)}</pre>
 *
 * with the gradient through p̄ as well, as in the authors' code.
 *
 * @param sigma deviation of the noise in pixel space, positive
 * @param copies m, at least 2; the paper has 2
 * @param lambda λ, not negative; the authors try 1 to 20 and start from 10
 * @param eta η, not negative; the authors have 0.5
 */
public record Consistency(double sigma, int copies, double lambda, double eta)
    implements NoiseTraining {
  /** Checks the settings. */
  public Consistency {
    new GaussianNoise(sigma, copies);
    if (copies < 2) {
      throw new BadInputException(
          "method consistency compares at least 2 copies of each sample, not " + copies);
    }
    if (!(lambda >= 0 && eta >= 0) || Double.isInfinite(lambda) || Double.isInfinite(eta)) {
      throw new BadInputException(
          "method consistency wants a finite lambda and eta that are not negative, not %s and %s"
              .formatted(lambda, eta));
    }
  }

  /** With the paper's m = 2, λ = 10 and η = 0.5. */
  public static Consistency of(double sigma) {
    return new Consistency(sigma, 2, 10, .5);
  }

  @Override
  public String name() {
    return "consistency";
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = NoiseTraining.super.settings();
    settings.put("lambda", lambda);
    settings.put("eta", eta);
    return settings;
  }

  @Override
  public Tensor loss(Lesson lesson, Tensor examples) {
    Tensor logits = lesson.logits(examples);
    Tensor logMean = MeanPrediction.logarithm(logits, copies);
    Tensor mean = Elementwise.exp(logMean);
    Tensor logEach = MeanPrediction.byCopy(Activation.logSoftmax(logits, 1), copies);
    Tensor meanOfLogs = Reductions.mean(logEach, new long[] {0}, false);
    Tensor divergence = Reductions.sum(mean.times(logMean.minus(meanOfLogs)), 1);
    Tensor entropy = Reductions.sum(mean.times(logMean), 1).negated();
    Tensor agreement = Reductions.mean(divergence.times(lambda).plus(eta, entropy));
    return Reductions.mean(lesson.crossEntropy(logits)).plus(agreement);
  }
}
