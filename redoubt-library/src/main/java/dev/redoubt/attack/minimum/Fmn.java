package dev.redoubt.attack.minimum;

import dev.redoubt.BadInputException;
import dev.redoubt.threat.Norm;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Fast minimum-norm attacks (Pintor et al. 2021, algorithm 1) in all norms: every step follows the
 * gradient of the difference of logits, then projects onto a ball around the clean point. Its
 * radius grows to the distance of the boundary to first order, and by γ at least, until the goal
 * has been met once; then it shrinks while the goal is met and grows while it is not. Step size α
 * and rate γ fall along a cosine. In L0 the ball is a number of features, which changes by at least
 * one.
 *
 * <p>A step is one forward and one backward pass. Lengths are in widths of the input domain.
 *
 * @param steps at least 1
 * @param firstStep α₀, positive: the Euclidean length of the first step
 * @param lastStep α_K, positive and at most α₀
 * @param firstRate γ₀, in (0, 1)
 * @param lastRate γ_K, positive and at most γ₀
 */
public record Fmn(int steps, double firstStep, double lastStep, double firstRate, double lastRate)
    implements NearestByGradient {
  /** Checks the settings. */
  public Fmn {
    if (steps < 1) {
      throw new BadInputException("fmn wants at least 1 step, not " + steps);
    }
    if (!(lastStep > 0 && lastStep <= firstStep) || Double.isInfinite(firstStep)) {
      throw new BadInputException(
          "fmn step sizes must be positive and must not rise, not from %s to %s"
              .formatted(firstStep, lastStep));
    }
    if (!(lastRate > 0 && lastRate <= firstRate && firstRate < 1)) {
      throw new BadInputException(
          "fmn rates must lie between 0 and 1 and must not rise, not from %s to %s"
              .formatted(firstRate, lastRate));
    }
  }

  /** The authors' steps from 1 to .01, and rates from .05 to .001. */
  public Fmn(int steps) {
    this(steps, 1, 0.01, 0.05, 0.001);
  }

  /** 1,000 steps. */
  public Fmn() {
    this(1000);
  }

  @Override
  public String name() {
    return "fmn";
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("steps", steps);
    settings.put("alpha_init", firstStep);
    settings.put("alpha_final", lastStep);
    settings.put("gamma_init", firstRate);
    settings.put("gamma_final", lastRate);
    return settings;
  }

  @Override
  public List<Norm> norms() {
    return Norm.all();
  }

  @Override
  public OpenRows search(OpenRows open) {
    Radius radius = Radius.in(open.norm());
    return new FmnSearch(this, radius).run(Walk.begin(open, radius.first()));
  }
}
