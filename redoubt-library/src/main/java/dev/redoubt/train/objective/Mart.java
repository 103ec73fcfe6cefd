package dev.redoubt.train.objective;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.StepSize;
import dev.redoubt.loss.BoostedCrossEntropy;
import dev.redoubt.loss.KullbackLeibler;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Neural;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.ThreatModel;
import dev.redoubt.train.Lesson;
import dev.redoubt.train.Objective;
import java.util.List;
import java.util.Map;

/**
 * Misclassification-aware adversarial training (MART, Wang et al. 2020, and the authors' code): the
 * weights minimise the mean of
 *
 * <pre>boosted cross-entropy(x') + β · KL(p(x) ‖ p(x')) · (1.0000001 - p_y(x))</pre>
 *
 * so that stability counts the more for a sample the less it is classified as its label. The inner
 * ascent raises the cross-entropy from {@code x + 0.001·N(0, 1)}. The divergence is computed from
 * log softmax, which needs none of the constant 1e-12 that the code adds to probabilities there.
 *
 * <p>The authors have β between 5 and 6, and 10 steps of 0.007 for CIFAR-10 at Linf 0.031.
 *
 * @param threat the ball
 * @param beta β, finite, not negative
 * @param steps inner steps a batch, at least 1
 * @param stepSize length of a step
 */
public record Mart(ThreatModel threat, double beta, int steps, StepSize stepSize)
    implements Objective {
  private static final double JUST_ABOVE_ONE = 1.0000001;

  /** Checks the settings. */
  public Mart {
    if (!(beta >= 0) || Double.isInfinite(beta)) {
      throw new BadInputException("mart wants a finite beta of at least 0, not " + beta);
    }
    InnerAscent.check(steps);
  }

  @Override
  public String name() {
    return "mart";
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = ascent().settings();
    settings.put("beta", beta);
    return settings;
  }

  @Override
  public List<ThreatModel> threats() {
    return List.of(threat);
  }

  @Override
  public boolean smoothsLabels() {
    return false;
  }

  @Override
  public Tensor examples(Lesson lesson) {
    InnerAscent ascent = ascent();
    return Scope.tensors(
        () -> ascent.from(lesson, ascent.nearby(lesson), InnerAscent.crossEntropy(lesson)));
  }

  @Override
  public Tensor loss(Lesson lesson, Tensor examples) {
    Tensor labels = lesson.batch().labels();
    Tensor clean = lesson.logits(lesson.batch().inputs());
    Tensor attacked = lesson.of("adversarial").logits(examples);
    Tensor doubt = Layout.pick(Neural.softmax(clean), labels).negated().plus(JUST_ABOVE_ONE);
    Tensor unstable = KullbackLeibler.perSample(clean, attacked).times(doubt);
    Tensor boosted = new BoostedCrossEntropy().perSample(attacked, labels);
    return Reductions.mean(boosted.plus(beta, unstable));
  }

  private InnerAscent ascent() {
    return new InnerAscent(threat, steps, stepSize);
  }
}
