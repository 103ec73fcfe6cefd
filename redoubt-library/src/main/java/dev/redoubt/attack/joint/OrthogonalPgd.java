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
 * Orthogonal projected gradient descent (Bryniarski, Hingun, Pachuca, Wang and Carlini 2022,
 * "Evading adversarial example detection defenses with orthogonal projected gradient descent",
 * section 4): while the class is the wrong one, steps that change it and leave suspicion as it is;
 * after that, steps that lower suspicion and leave the class as it is. To leave something as it is,
 * a step is along the part of the wanted gradient that is orthogonal to the other one. Where the
 * two gradients are parallel there is no such part, and the step is along the wanted one; where
 * that is zero, along the other.
 *
 * <p>Beyond the paper, features that the wanted gradient only pushes against their bounds are left
 * out of both gradients. A step is orthogonal all the same, since they do not move; but none leads
 * nowhere, or is short because most of it is.
 *
 * <p>Steps are straight in every norm: the signs of a direction are orthogonal to nothing that the
 * direction is orthogonal to. A step is as long as one of steepest ascent of the same size would be
 * in the Euclidean sense, in Linf √k times the step size where k features move, so that it goes as
 * far as one of PGD; some features may move by more than the step size then, none by more than
 * epsilon. Only the projection onto ball and box bends it.
 *
 * <p>For Linf, L2 and L1. A step costs a forward and two backward passes; one more forward pass
 * looks at the clean point, and one at the end of each run.
 *
 * @param loss of the class: what is raised at the true label (lowered at the target)
 * @param steps steps of a run, at least 1
 * @param stepSize length of a step
 * @param restarts runs from random points, at least 1; each only on what is left
 */
public record OrthogonalPgd(Loss loss, int steps, StepSize stepSize, int restarts)
    implements Attack<RejectingModel> {
  private static final String NAME = "orthogonal-pgd";

  /** Checks the settings. */
  public OrthogonalPgd {
    Settings.check(NAME, steps, restarts);
  }

  /** Cross-entropy, steps of 5 % of epsilon. */
  public OrthogonalPgd(int steps, int restarts) {
    this(new CrossEntropy(), steps, Settings.STEP_SIZE, restarts);
  }

  /** Cross-entropy, 100 steps of 5 % of epsilon, one restart. */
  public OrthogonalPgd() {
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
  public OrthogonalPgd scaled(double factor) {
    return new OrthogonalPgd(loss, steps, stepSize.scaled(factor), restarts);
  }

  @Override
  public Optional<String> refuses(ThreatModel threat, LabelModel model) {
    return Obstacles.norm(NAME, threat)
        .or(() -> Obstacles.classes(NAME, loss.name(), loss.leastClasses(), model));
  }

  @Override
  public Candidates propose(
      RejectingModel view, Batch batch, ThreatModel threat, Goal goal, Draws draws) {
    double size = stepSize.at(threat.epsilon());
    return Scope.tensors(
        () ->
            new JointSearch(view, batch, threat, goal, draws, steps, size)
                .candidates(
                    restarts,
                    new Orthogonal(Wishes.of(loss, goal, batch.labels()), threat.norm())));
  }
}
