package dev.redoubt.attack.minimum;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.Candidates;
import dev.redoubt.attack.MinimumNormAttack;
import dev.redoubt.attack.Obstacles;
import dev.redoubt.data.Batch;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.LabelModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.Norm;
import dev.redoubt.threat.ThreatModel;
import java.util.List;
import java.util.Optional;

/**
 * A minimum-norm attack that follows gradients. All start with one look at the clean samples; rows
 * that meet the goal as they are cost no more than that.
 */
public interface NearestByGradient extends MinimumNormAttack<GradientModel> {
  /** The norms that it has a form for. */
  List<Norm> norms();

  /**
   * Searches from the clean samples.
   *
   * @param open the rows that do not meet the goal as they are
   * @return the rows in the end
   */
  OpenRows search(OpenRows open);

  @Override
  default Class<GradientModel> needs() {
    return GradientModel.class;
  }

  @Override
  default Optional<String> refuses(ThreatModel threat, LabelModel model) {
    return Obstacles.norm(name(), threat.norm(), norms());
  }

  @Override
  default Candidates closest(
      GradientModel view, Batch batch, Norm norm, Goal goal, double enough, Draws draws) {
    Obstacles.norm(name(), norm, norms())
        .ifPresent(
            obstacle -> {
              throw new BadInputException(obstacle);
            });
    return Scope.tensors(
        () -> {
          OpenRows open = OpenRows.looked(view, batch, norm, goal, enough, draws);
          return (open.isEmpty() ? open : search(open)).nearest().candidates();
        });
  }
}
