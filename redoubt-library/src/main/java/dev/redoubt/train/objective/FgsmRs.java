package dev.redoubt.train.objective;

import dev.redoubt.attack.StepSize;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.ThreatModel;
import dev.redoubt.train.Lesson;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Fast adversarial training, FGSM with a random start (Wong et al. 2020, algorithm 3): one step of
 * {@code alpha·ε} from a uniformly random point of the ball, projected onto ball and input domain.
 * That is PGD training with one step.
 *
 * @param threat the ball
 * @param alpha the length of the step in budgets, positive and finite
 */
public record FgsmRs(ThreatModel threat, double alpha) implements SingleStep, PointTraining {
  /** Checks the step. */
  public FgsmRs {
    SingleStep.checkShare("fgsm-rs", "step", alpha);
  }

  /** With the paper's step of 1.25 ε. */
  public FgsmRs(ThreatModel threat) {
    this(threat, 1.25);
  }

  @Override
  public String name() {
    return "fgsm-rs";
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("threat", threat.text());
    settings.put("alpha", alpha);
    return settings;
  }

  @Override
  public Tensor examples(Lesson lesson) {
    return new PgdTraining(threat, 1, new StepSize.OfEpsilon(alpha)).examples(lesson);
  }
}
