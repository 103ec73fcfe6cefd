package dev.redoubt.train;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.Pgd;
import dev.redoubt.attack.StepSize;
import dev.redoubt.data.Batch;
import dev.redoubt.model.GradientModel;
import dev.redoubt.nn.Network;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.ThreatModel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * PGD adversarial training (Madry et al. 2018, equation 2.1): the weights minimise the
 * cross-entropy at the worst point that PGD finds in each sample's ball. The attack sees the
 * network in evaluation mode (running batch statistics), the update sees it in training mode.
 *
 * @param threatModel the ball
 * @param steps PGD steps a batch
 * @param stepSize length of a step
 */
public record PgdTraining(ThreatModel threatModel, int steps, StepSize stepSize)
    implements Objective {
  /** Checks the settings. */
  public PgdTraining {
    if (steps < 1) {
      throw new BadInputException("the inner attack wants at least 1 step, not " + steps);
    }
  }

  @Override
  public String name() {
    return "pgd";
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("threat", threatModel.text());
    settings.put("steps", steps);
    settings.put("step_size", stepSize.toString());
    settings.put("batch_norm_in_attack", "eval");
    return settings;
  }

  @Override
  public Optional<ThreatModel> threat() {
    return Optional.of(threatModel);
  }

  @Override
  public Tensor loss(
      Network network, GradientModel view, Batch batch, double epsilonFactor, Draws draws) {
    ThreatModel now =
        epsilonFactor == 1
            ? threatModel
            : threatModel.withEpsilon(threatModel.epsilon() * epsilonFactor);
    double share = stepSize.at(threatModel.epsilon()) / threatModel.epsilon();
    Pgd attack = Pgd.forTraining(steps, new StepSize.OfEpsilon(share));
    Tensor worst = attack.propose(view, batch, now, Goal.untargeted(), draws.of("inner")).points();
    Batch hardened = new Batch(batch.ids(), worst, batch.labels());
    return new StandardTraining().loss(network, view, hardened, epsilonFactor, draws);
  }
}
