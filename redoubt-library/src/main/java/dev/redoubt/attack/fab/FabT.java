package dev.redoubt.attack.fab;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.Candidates;
import dev.redoubt.attack.MinimumNormAttack;
import dev.redoubt.attack.Obstacles;
import dev.redoubt.attack.Targets;
import dev.redoubt.attack.boundary.Aim;
import dev.redoubt.attack.boundary.AtClass;
import dev.redoubt.attack.boundary.AtGoal;
import dev.redoubt.data.Batch;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.LabelModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.Norm;
import dev.redoubt.threat.ThreatModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The targeted form of {@link Fab} (Croce and Hein 2020, "Reliable evaluation of adversarial
 * robustness with an ensemble of diverse parameter-free attacks", appendix): makes for the boundary
 * to the class with the second largest clean logit, then for the one to the third, and so on, each
 * on what is still unbroken. A step takes a single backward pass however many classes there are. On
 * the way to a target any wrong class is a success, as for {@link Fab}.
 *
 * <p>Under a goal with targets, these are the only ones.
 *
 * @param fab the search for each target
 * @param targets how many classes to make for, at least 1; all others where there are fewer
 */
public record FabT(Fab fab, int targets) implements MinimumNormAttack<GradientModel> {
  /** Checks the settings. */
  public FabT {
    if (targets < 1) {
      throw new BadInputException("fab-t wants at least 1 target, not " + targets);
    }
  }

  /** Nine targets, 100 steps each, one restart. */
  public FabT() {
    this(new Fab(), 9);
  }

  @Override
  public String name() {
    return "fab-t";
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>(fab.settings());
    settings.put("targets", targets);
    return settings;
  }

  @Override
  public Class<GradientModel> needs() {
    return GradientModel.class;
  }

  @Override
  public Optional<String> refuses(ThreatModel threat, LabelModel model) {
    return Obstacles.norm(name(), threat);
  }

  @Override
  public Candidates propose(
      GradientModel view, Batch batch, ThreatModel threat, Goal goal, Draws draws) {
    return fab.propose(view, batch, threat, goal, draws, aims(batch, goal));
  }

  @Override
  public Candidates closest(
      GradientModel view, Batch batch, Norm norm, Goal goal, double enough, Draws draws) {
    return fab.closest(view, batch, norm, goal, enough, draws, aims(batch, goal));
  }

  private Function<Tensor, List<Aim>> aims(Batch batch, Goal goal) {
    return goal.direction() > 0
        ? logits -> byRank(Targets.ranked(logits, batch.labels(), targets))
        : logits -> List.of(new AtGoal(goal.lossLabels(batch.labels())));
  }

  /** A column a target. */
  private static List<Aim> byRank(Tensor classes) {
    return IntStream.range(0, (int) classes.size(1))
        .<Aim>mapToObj(
            rank -> new AtClass(Layout.reshape(Layout.columns(classes, rank, rank + 1), -1)))
        .toList();
  }
}
