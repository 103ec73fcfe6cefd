package dev.redoubt.train.objective;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.Pgd;
import dev.redoubt.attack.StepSize;
import dev.redoubt.certify.smoothing.GaussianSmoothing;
import dev.redoubt.certify.smoothing.Smoothing;
import dev.redoubt.loss.CrossEntropy;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.L2;
import dev.redoubt.threat.ThreatModel;
import dev.redoubt.train.Lesson;
import dev.redoubt.train.Objective;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * SmoothAdv with PGD (Salman et al. 2019, equations 5 and 6): adversarial training of a smoothed
 * classifier. The attack maximises {@code -log p̄_y}, p̄ the mean prediction at {@code x' + δ_i}
 * over m draws of noise; the same draws serve in all of its steps and then in training, where the
 * loss is the mean cross-entropy at all {@code x' + δ_i}. As in the authors' code the attack starts
 * at the sample itself, and {@code x'} (not {@code x' + δ_i}) is kept in the range of inputs.
 *
 * @param threat the ball, of L2 alone; the paper has 0.25, 0.5, 1 and 2, risen to over 10 epochs
 * @param sigma deviation of the noise in pixel space, positive
 * @param samples m, draws of noise a sample, at least 1; the paper has 1, 2, 4 and 8
 * @param steps of the attack, at least 1; the paper has 2 to 10
 * @param stepSize length of a step; the paper has {@code 2 ε / steps}
 */
public record SmoothAdv(ThreatModel threat, double sigma, int samples, int steps, StepSize stepSize)
    implements Objective {
  /** Checks the settings. */
  public SmoothAdv {
    new GaussianNoise(sigma, samples);
    if (steps < 1) {
      throw new BadInputException("the inner attack wants at least 1 step, not " + steps);
    }
    if (!(threat.norm() instanceof L2)) {
      throw new BadInputException(
          "method smoothadv hardens within l2 balls, for which smoothing has its guarantee, not "
              + threat.text());
    }
  }

  @Override
  public String name() {
    return "smoothadv";
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("threat", threat.text());
    settings.put("sigma", sigma);
    settings.put("samples", samples);
    settings.put("steps", steps);
    settings.put("step_size", stepSize.toString());
    return settings;
  }

  @Override
  public List<ThreatModel> threats() {
    return List.of(threat);
  }

  @Override
  public Optional<Smoothing> smoothing() {
    return Optional.of(new GaussianSmoothing(sigma));
  }

  @Override
  public Tensor examples(Lesson lesson) {
    Tensor noise = new GaussianNoise(sigma, samples).of(lesson);
    double share = stepSize.at(threat.epsilon()) / threat.epsilon();
    Tensor attacked =
        attack(new StepSize.OfEpsilon(share))
            .propose(
                new SmoothedView(lesson.view(), noise, samples),
                lesson.batch(),
                lesson.now(threat),
                Goal.untargeted(),
                lesson.draws().of("inner"))
            .points();
    return Layout.copies(attacked, samples).plus(noise);
  }

  /** One run from the sample itself, all steps on all samples. */
  private Pgd attack(StepSize size) {
    return new Pgd("smoothadv-pgd", new CrossEntropy(), steps, size, 1, false, 0, false);
  }

  @Override
  public Tensor loss(Lesson lesson, Tensor examples) {
    return Reductions.mean(lesson.crossEntropy(lesson.logits(examples)));
  }
}
