package dev.redoubt.train.objective;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.StepSize;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.ThreatModel;
import dev.redoubt.train.Lesson;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * N-FGSM (de Jorge et al. 2022, and the authors' code): one step of {@code alpha·ε} from {@code x +
 * η}, where the noise η is uniform in the ball of radius {@code k·ε}. Neither noise nor step is
 * clipped to the ball of radius ε, only to the input domain; clipping is what makes other
 * single-step methods collapse, the authors find. So points lie up to {@code (k + alpha)·ε} from
 * the clean sample.
 *
 * @param threat the ball
 * @param k the radius of the noise in budgets, finite, not negative
 * @param alpha the length of the step in budgets, positive and finite
 */
public record NFgsm(ThreatModel threat, double k, double alpha)
    implements SingleStep, PointTraining {
  /** Checks the settings. */
  public NFgsm {
    if (!(k >= 0) || Double.isInfinite(k)) {
      throw new BadInputException("n-fgsm wants finite noise of at least 0 budgets, not " + k);
    }
    SingleStep.checkShare("n-fgsm", "step", alpha);
  }

  /** With the paper's noise of 2 ε and step of ε. */
  public NFgsm(ThreatModel threat) {
    this(threat, 2, 1);
  }

  @Override
  public String name() {
    return "n-fgsm";
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("threat", threat.text());
    settings.put("k", k);
    settings.put("alpha", alpha);
    settings.put("clipped_to", "input domain");
    return settings;
  }

  @Override
  public Tensor examples(Lesson lesson) {
    // So large that nothing but the input domain clips.
    ThreatModel reach = threat.withEpsilon((k + alpha) * threat.epsilon());
    StepSize step = new StepSize.Absolute(alpha * threat.epsilon());
    return Scope.tensors(
        () -> {
          Tensor x = lesson.batch().inputs();
          Tensor noise =
              threat
                  .norm()
                  .random(x, k * lesson.now(threat).epsilon(), lesson.draws().of("inner/noise"));
          return new InnerAscent(reach, 1, step)
              .from(
                  lesson,
                  lesson.ball(reach).project(x.plus(noise)),
                  InnerAscent.crossEntropy(lesson));
        });
  }
}
