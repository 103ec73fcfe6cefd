package dev.redoubt.attack.spatial;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.Attack;
import dev.redoubt.attack.Candidates;
import dev.redoubt.attack.Obstacles;
import dev.redoubt.data.Batch;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.LabelModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.ThreatModel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Images bent by a smooth flow (StAdv, Xiao et al. 2018, "Spatially transformed adversarial
 * examples"): each pixel is read off at a place of its own, bilinearly, and the places follow the
 * gradient of the margin less {@code τ} times the roughness of the flow (their equations 2 to 4).
 *
 * <p>Two things differ from the paper: the flow is found by Adam rather than by L-BFGS, whose line
 * search can't be shared by the rows of a batch; and a row is done as soon as it is surely broken.
 *
 * <p>A step, as its candidates count them, is a forward and a backward pass.
 *
 * @param steps at least 1
 * @param rate about how far a place moves in a step, in pixels, positive
 * @param tau weight of the roughness, not negative
 */
public record StAdv(int steps, double rate, double tau) implements Attack<GradientModel> {
  /** Checks the settings. */
  public StAdv {
    if (steps < 1) {
      throw new BadInputException("stadv wants at least 1 step, not " + steps);
    }
    if (!(rate > 0) || Double.isInfinite(rate)) {
      throw new BadInputException(
          "the rate of stadv must be a positive number of pixels, not " + rate);
    }
    if (!(tau >= 0) || Double.isInfinite(tau)) {
      throw new BadInputException("tau of stadv must be a number from 0 on, not " + tau);
    }
  }

  /** 200 steps of about .05 pixels; the paper's τ of .05. */
  public StAdv() {
    this(200, 0.05, 0.05);
  }

  @Override
  public String name() {
    return "stadv";
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("steps", steps);
    settings.put("rate", rate);
    settings.put("tau", tau);
    return settings;
  }

  @Override
  public Class<GradientModel> needs() {
    return GradientModel.class;
  }

  @Override
  public Optional<String> refuses(ThreatModel threat, LabelModel model) {
    return Obstacles.images(name(), model).or(() -> Obstacles.anyInput(name(), threat, model));
  }

  @Override
  public Candidates propose(
      GradientModel view, Batch batch, ThreatModel threat, Goal goal, Draws draws) {
    return Scope.tensors(() -> new FlowSearch(this, view, batch, goal, draws).run());
  }
}
