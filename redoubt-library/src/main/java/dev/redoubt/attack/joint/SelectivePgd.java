package dev.redoubt.attack.joint;

import dev.redoubt.attack.Attack;
import dev.redoubt.attack.Candidates;
import dev.redoubt.attack.Obstacles;
import dev.redoubt.attack.StepSize;
import dev.redoubt.data.Batch;
import dev.redoubt.loss.CrossEntropy;
import dev.redoubt.loss.Loss;
import dev.redoubt.model.LabelModel;
import dev.redoubt.model.RejectingModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.ThreatModel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Selective projected gradient descent (Bryniarski et al. 2022, section 4): while the class is the
 * wrong one, steps that change it; after that, steps that lower suspicion. Unlike {@link
 * OrthogonalPgd} it steps along the whole gradient, in the steepest ascent of the norm.
 *
 * <p>A step costs a forward and a backward pass; one more forward pass looks at the clean point,
 * and one at the end of each run.
 *
 * @param loss of the class: what is raised at the true label (lowered at the target)
 * @param steps steps of a run, at least 1
 * @param stepSize length of a step
 * @param restarts runs from random points, at least 1; each only on what is left
 */
public record SelectivePgd(Loss loss, int steps, StepSize stepSize, int restarts)
    implements Attack<RejectingModel> {
  private static final String NAME = "selective-pgd";

  /** Checks the settings. */
  public SelectivePgd {
    Settings.check(NAME, steps, restarts);
  }

  /** Cross-entropy, steps of 5 % of epsilon. */
  public SelectivePgd(int steps, int restarts) {
    this(new CrossEntropy(), steps, Settings.STEP_SIZE, restarts);
  }

  /** Cross-entropy, 100 steps of 5 % of epsilon, one restart. */
  public SelectivePgd() {
    this(Settings.STEPS, 1);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("loss", loss.name());
    settings.putAll(Settings.named(steps, stepSize, restarts));
    return settings;
  }

  @Override
  public Class<RejectingModel> needs() {
    return RejectingModel.class;
  }

  @Override
  public SelectivePgd scaled(double factor) {
    return new SelectivePgd(loss, steps, stepSize.scaled(factor), restarts);
  }

  @Override
  public Optional<String> refuses(ThreatModel threat, LabelModel model) {
    return Obstacles.classes(NAME, loss.name(), loss.leastClasses(), model);
  }

  @Override
  public Candidates propose(
      RejectingModel view, Batch batch, ThreatModel threat, Goal goal, Draws draws) {
    double size = stepSize.at(threat.epsilon());
    return Scope.tensors(
        () ->
            new JointSearch(view, batch, threat, goal, draws, steps, size)
                .candidates(restarts, new Selective(Wishes.of(loss, goal, batch.labels()))));
  }
}
