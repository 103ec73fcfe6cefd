package dev.redoubt.attack.apgd;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.Aim;
import dev.redoubt.attack.Attack;
import dev.redoubt.attack.Candidates;
import dev.redoubt.attack.Found;
import dev.redoubt.attack.Obstacles;
import dev.redoubt.attack.Targets;
import dev.redoubt.data.Batch;
import dev.redoubt.loss.TargetedDlr;
import dev.redoubt.loss.TargetedLoss;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.LabelModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.ThreatModel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Auto-PGD towards one class after the other, the likeliest first (Croce and Hein 2020, section
 * 5.2): by default with the targeted difference of logits ratio. Any wrong prediction is a success,
 * and a target sees only what the ones before it left.
 *
 * <p>A step, as its candidates count them, is an iteration, over all targets.
 *
 * @param loss what is raised
 * @param targets how many classes to try; no more than there are besides the label
 */
public record ApgdT(TargetedLoss loss, int targets, Ascent ascent)
    implements Attack<GradientModel> {
  /** Checks. */
  public ApgdT {
    if (targets < 1) {
      throw new BadInputException("apgd-t wants at least 1 target, not " + targets);
    }
  }

  /** The form of AutoAttack. */
  public static ApgdT dlr(int targets, Ascent ascent) {
    return new ApgdT(new TargetedDlr(), targets, ascent);
  }

  @Override
  public String name() {
    return "apgd-t";
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>(ascent.settings(loss.name()));
    settings.put("targets", targets);
    return settings;
  }

  @Override
  public Class<GradientModel> needs() {
    return GradientModel.class;
  }

  @Override
  public boolean averagesDraws() {
    return ascent.eot() > 1;
  }

  @Override
  public Optional<String> refuses(ThreatModel threat, LabelModel model) {
    return Obstacles.norm(name(), threat)
        .or(() -> Obstacles.classes(name(), loss.name(), loss.leastClasses(), model));
  }

  @Override
  public Candidates propose(
      GradientModel view, Batch batch, ThreatModel threat, Goal goal, Draws draws) {
    return Scope.tensors(
        () -> {
          ApgdSearch search = new ApgdSearch(ascent, view, batch, threat, goal, draws);
          Tensor aims = Targets.of(view, batch, goal, targets, draws);
          int runs = Math.toIntExact(aims.size(1)) * ascent.restarts();
          return Scope.loop(
                  Found.nothing(batch.inputs()),
                  runs,
                  Found::finished,
                  (i, found) -> {
                    int target = i / ascent.restarts();
                    Tensor classes = Layout.reshape(Layout.columns(aims, target, target + 1), -1);
                    Aim aim = new Aim.Towards(loss, batch.labels(), classes);
                    String name = "target-%d/restart-%d".formatted(target, i % ascent.restarts());
                    return search.run(name, i * ascent.steps(), aim, found);
                  })
              .candidates();
        });
  }
}
