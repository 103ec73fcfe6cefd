package dev.redoubt.train.objective;

import dev.redoubt.attack.Pgd;
import dev.redoubt.attack.StepSize;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.ThreatModel;
import dev.redoubt.train.Lesson;
import java.util.List;
import java.util.Map;

/**
 * PGD adversarial training (Madry et al. 2018, equation 2.1): the weights minimise the
 * cross-entropy at the worst point that PGD finds in each sample's ball.
 *
 * @param threat the ball
 * @param steps PGD steps a batch
 * @param stepSize length of a step
 */
public record PgdTraining(ThreatModel threat, int steps, StepSize stepSize)
    implements PointTraining {
  /** Checks the settings. */
  public PgdTraining {
    InnerAscent.check(steps);
  }

  @Override
  public String name() {
    return "pgd";
  }

  @Override
  public Map<String, Object> settings() {
    return new InnerAscent(threat, steps, stepSize).settings();
  }

  @Override
  public List<ThreatModel> threats() {
    return List.of(threat);
  }

  @Override
  public Tensor examples(Lesson lesson) {
    double share = stepSize.at(threat.epsilon()) / threat.epsilon();
    return Pgd.forTraining(steps, new StepSize.OfEpsilon(share))
        .propose(
            lesson.view(),
            lesson.batch(),
            lesson.now(threat),
            Goal.untargeted(),
            lesson.draws().of("inner"))
        .points();
  }
}
