package dev.redoubt.attack.fab;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.Candidates;
import dev.redoubt.attack.MinimumNormAttack;
import dev.redoubt.attack.Obstacles;
import dev.redoubt.attack.Targets;
import dev.redoubt.attack.boundary.Aim;
import dev.redoubt.attack.boundary.AtGoal;
import dev.redoubt.attack.boundary.AtNearestClass;
import dev.redoubt.data.Batch;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.LabelModel;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.InputDomain;
import dev.redoubt.threat.Norm;
import dev.redoubt.threat.ThreatModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The fast adaptive boundary attack (Croce and Hein 2020): steps to the closest decision boundary
 * as it looks from the current point, kept near the clean point, so that it comes upon
 * misclassified points that are as close as possible. It needs no step size and is indifferent to
 * the scale of the logits. The untargeted form takes a backward pass for each class but the true
 * one in every step; {@link FabT} takes one.
 *
 * <p>As an attack at a budget, {@link #propose} lets a sample go at its first misclassified point
 * within epsilon, and proposes the clean one if there was none. {@link #closest} looks for the
 * smallest perturbation instead. Under a goal with targets only the boundary of the target is made
 * for. Linf, L2 and L1; with one restart nothing is random.
 *
 * @param steps steps a restart, at least 1
 * @param restarts independent runs, at least 1; each only on what the ones before did not break.
 *     The first starts at the clean point, the others at a random one half as far away as the
 *     nearest misclassified point so far, or as epsilon if that is closer
 * @param alphaMax α_max, the largest share of the clean point's projection in a step, in [0, 1]
 * @param eta η, by how much steps overshoot the boundary, at least 1
 * @param beta β, the share of the perturbation that a misclassified point keeps for the next step,
 *     in (0, 1)
 */
public record Fab(int steps, int restarts, double alphaMax, double eta, double beta)
    implements MinimumNormAttack<GradientModel> {
  /** Checks the settings. */
  public Fab {
    if (steps < 1 || restarts < 1) {
      throw new BadInputException(
          "fab wants at least 1 step and 1 restart, not " + steps + " and " + restarts);
    }
    if (!(alphaMax >= 0 && alphaMax <= 1)) {
      throw new BadInputException("fab alpha_max must lie in [0, 1], not " + alphaMax);
    }
    if (!(eta >= 1) || Double.isInfinite(eta)) {
      throw new BadInputException("fab eta must be finite and at least 1, not " + eta);
    }
    if (!(beta > 0 && beta < 1)) {
      throw new BadInputException("fab beta must lie between 0 and 1, not " + beta);
    }
  }

  /** The authors' rates: α_max = 0.1, η = 1.05, β = 0.9. */
  public Fab(int steps, int restarts) {
    this(steps, restarts, 0.1, 1.05, 0.9);
  }

  /** 100 steps, one restart. */
  public Fab() {
    this(100, 1);
  }

  @Override
  public String name() {
    return "fab";
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("steps", steps);
    settings.put("restarts", restarts);
    settings.put("alpha_max", alphaMax);
    settings.put("eta", eta);
    settings.put("beta", beta);
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
    return propose(view, batch, threat, goal, draws, aims(view, batch, threat.norm(), goal));
  }

  /** As above, making for the given boundaries one after the other. */
  Candidates propose(
      GradientModel view,
      Batch batch,
      ThreatModel threat,
      Goal goal,
      Draws draws,
      Function<Tensor, List<Aim>> aims) {
    double epsilon = threat.epsilon();
    Success success = Success.within(epsilon);
    return Scope.tensors(
        () ->
            new FabSearch(this, view, batch, threat.norm(), goal, draws, success, epsilon)
                .run(aims));
  }

  /** The closest point that met the goal, by however little, of all steps of all restarts. */
  @Override
  public Candidates closest(
      GradientModel view, Batch batch, Norm norm, Goal goal, double enough, Draws draws) {
    return closest(view, batch, norm, goal, enough, draws, aims(view, batch, norm, goal));
  }

  /** As above, making for the given boundaries one after the other. */
  Candidates closest(
      GradientModel view,
      Batch batch,
      Norm norm,
      Goal goal,
      double enough,
      Draws draws,
      Function<Tensor, List<Aim>> aims) {
    Success success = Success.nearer(enough);
    return Scope.tensors(
        () ->
            new FabSearch(this, view, batch, norm, goal, draws, success, diameter(view, norm))
                .run(aims));
  }

  /** How far two points of the input domain can be from one another. */
  private static double diameter(GradientModel view, Norm norm) {
    InputDomain domain = InputDomain.of(view.input());
    double span = domain.high() - domain.low();
    return norm.of(Tensors.full(span, DType.FLOAT32, 1, view.input().features())).item();
  }

  private static Function<Tensor, List<Aim>> aims(
      GradientModel view, Batch batch, Norm norm, Goal goal) {
    Aim aim =
        goal.direction() > 0
            ? new AtNearestClass(norm, Targets.others(batch.labels(), view.classes()))
            : new AtGoal(goal.lossLabels(batch.labels()));
    return logits -> List.of(aim);
  }
}
