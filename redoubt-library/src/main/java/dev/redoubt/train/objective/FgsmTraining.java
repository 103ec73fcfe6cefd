package dev.redoubt.train.objective;

import dev.redoubt.attack.Fgsm;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.ThreatModel;
import dev.redoubt.train.Lesson;
import java.util.Map;

/**
 * Adversarial training with the fast gradient sign method (Goodfellow et al. 2015, section 6): one
 * step of the whole budget from the clean sample. Without noise it is known to collapse at larger
 * budgets; {@link FgsmRs} and {@link NFgsm} are its remedies.
 *
 * @param threat the ball
 */
public record FgsmTraining(ThreatModel threat) implements SingleStep, PointTraining {
  @Override
  public String name() {
    return "fgsm";
  }

  @Override
  public Map<String, Object> settings() {
    return Map.of("threat", threat.text());
  }

  @Override
  public Tensor examples(Lesson lesson) {
    return new Fgsm()
        .propose(
            lesson.view(),
            lesson.batch(),
            lesson.now(threat),
            Goal.untargeted(),
            lesson.draws().of("inner"))
        .points();
  }
}
