package dev.redoubt.attack;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.probe.Probe;
import dev.redoubt.data.Batch;
import dev.redoubt.loss.Margin;
import dev.redoubt.loss.TargetedMargin;
import dev.redoubt.model.GradientModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.ThreatModel;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * PGD from random starts towards one class after the other, the likeliest first, on the margin
 * {@code z_t - z_y} (Gowal et al. 2019, "An alternative surrogate loss for PGD-based adversarial
 * testing", section 3). Any wrong prediction is a success, and a run sees only what the ones before
 * it left. Of a targeted goal the target alone is tried, on its margin over all other classes.
 *
 * <p>A step, as its candidates count them, is a gradient step, over all targets and restarts.
 *
 * @param targets how many classes to try, at least 1; no more than there are besides the label
 * @param steps of a run, at least 1
 * @param stepSize length of a step
 * @param restarts runs towards each class, at least 1
 */
public record MultiTargeted(int targets, int steps, StepSize stepSize, int restarts)
    implements Attack<GradientModel> {
  /** Checks the settings. */
  public MultiTargeted {
    if (targets < 1 || steps < 1 || restarts < 1) {
      throw new BadInputException(
          "multi-targeted wants at least 1 target, 1 step and 1 restart, not %d, %d and %d"
              .formatted(targets, steps, restarts));
    }
  }

  /** Nine targets, 100 steps of 2.5 % of epsilon, one restart. */
  public MultiTargeted() {
    this(9, 100, new StepSize.OfEpsilon(2.5 / 100), 1);
  }

  @Override
  public String name() {
    return "multi-targeted";
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("targets", targets);
    settings.put("steps", steps);
    settings.put("step_size", stepSize.toString());
    settings.put("restarts", restarts);
    return settings;
  }

  @Override
  public Class<GradientModel> needs() {
    return GradientModel.class;
  }

  @Override
  public MultiTargeted scaled(double factor) {
    return new MultiTargeted(targets, steps, stepSize.scaled(factor), restarts);
  }

  @Override
  public Candidates propose(
      GradientModel view, Batch batch, ThreatModel threat, Goal goal, Draws draws) {
    return Scope.tensors(
        () -> {
          Tensor logits = view.logits(batch.inputs(), draws.of("targets"));
          Hits clean = Hits.of(logits, batch.labels(), goal, view.declares().random());
          Found found = Found.nothing(batch.inputs()).looking(clean, batch.inputs(), 0);
          PgdSearch search = PgdSearch.of(run(), view, batch, threat, goal, draws);
          Tensor ranked = Targets.ranked(logits, batch.labels(), targets);
          int classes = goal instanceof Goal.Targeted ? 1 : Math.toIntExact(ranked.size(1));
          return Scope.loop(
                  found.stay(clean.unsure()),
                  classes * restarts,
                  Found::finished,
                  (i, left) -> {
                    int target = i / restarts;
                    String name = "target-%d/restart-%d".formatted(target, i % restarts);
                    return search.run(name, i * steps, aim(batch, goal, ranked, target), left);
                  })
              .candidates();
        });
  }

  /** A run as PGD makes it; what it climbs, the aim says. */
  private Pgd run() {
    return new Pgd(name(), new Margin(), steps, stepSize, 1, true, 0, true, Probe.PLAIN);
  }

  private static Aim aim(Batch batch, Goal goal, Tensor ranked, int number) {
    return goal instanceof Goal.Targeted
        ? new Aim.ByLoss(new Margin(), goal, batch.labels())
        : new Aim.Towards(
            new TargetedMargin(),
            batch.labels(),
            Layout.reshape(Layout.columns(ranked, number, number + 1), -1));
  }
}
