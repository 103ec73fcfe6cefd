package dev.redoubt.attack.minimum.penalty;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.minimum.NearestByGradient;
import dev.redoubt.attack.minimum.OpenRows;
import dev.redoubt.threat.Linf;
import dev.redoubt.threat.Norm;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The attack of Carlini and Wagner (2017, section VI-C) in Linf: minimises {@code Σ max(|δ| - τ, 0)
 * + c·max(κ - margin, 0)} by Adam in variables that need no box. Where both addends vanish, τ
 * becomes a share of the largest change that is left, and the next descent starts from there; where
 * they do not, c is doubled. A row ends when c or τ has come to its end. Lengths are in widths of
 * the input domain.
 *
 * <p>A step is one forward and one backward pass. How many descents there are depends on the row:
 * at most {@code log₂(last constant / first)} and {@code log(last τ) / log(decrease)} together.
 *
 * @param steps of each descent at most, at least 1
 * @param firstConstant the first c, positive
 * @param lastConstant c stays below it
 * @param decrease by which factor τ falls, in (0, 1)
 * @param lastTau τ stays above it, in (0, 1)
 * @param rate learning rate of Adam, positive
 * @param confidence κ: the margin by which points must meet the goal, at least 0
 * @param abortEarly whether a row leaves a descent in which it makes no more progress
 */
public record CarliniWagnerLinf(
    int steps,
    double firstConstant,
    double lastConstant,
    double decrease,
    double lastTau,
    double rate,
    double confidence,
    boolean abortEarly)
    implements NearestByGradient {
  /** Checks the settings. */
  public CarliniWagnerLinf {
    Settings.check("cw-linf", steps, 1, firstConstant, rate, confidence);
    if (!(lastConstant > firstConstant) || Double.isInfinite(lastConstant)) {
      throw new BadInputException(
          "cw-linf last constant must be finite and larger than the first, not " + lastConstant);
    }
    if (!(decrease > 0 && decrease < 1)) {
      throw new BadInputException("cw-linf decrease must lie between 0 and 1, not " + decrease);
    }
    if (!(lastTau > 0 && lastTau < 1)) {
      throw new BadInputException("cw-linf last tau must lie between 0 and 1, not " + lastTau);
    }
  }

  /** The authors' c from 10⁻⁵ to 20, τ times .9 down to 1/256, rate .005; early abort. */
  public CarliniWagnerLinf(int steps) {
    this(steps, 1e-5, 20, 0.9, 1 / 256.0, 0.005, 0, true);
  }

  /** Descents of at most 1,000 steps. */
  public CarliniWagnerLinf() {
    this(1000);
  }

  @Override
  public String name() {
    return "cw-linf";
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("steps", steps);
    settings.put("first_constant", firstConstant);
    settings.put("last_constant", lastConstant);
    settings.put("decrease", decrease);
    settings.put("last_tau", lastTau);
    settings.put("rate", rate);
    settings.put("confidence", confidence);
    settings.put("abort_early", abortEarly);
    return settings;
  }

  @Override
  public List<Norm> norms() {
    return List.of(new Linf());
  }

  @Override
  public OpenRows search(OpenRows open) {
    Runner runner = new Runner(steps, new Hinge(confidence), abortEarly, new BothVanish());
    return new TauSearch(this, runner).run(open);
  }

  /** A run is to show that the goal can be met with no change beyond τ, and ends then. */
  private record BothVanish() implements Runner.Success {
    /** What the loss may come to, as a share of c, as in the authors' code. */
    private static final double NOTHING = 1e-4;

    @Override
    public boolean ends() {
      return true;
    }

    @Override
    public boolean of(boolean met, double loss, double constant) {
      return met && loss < NOTHING * constant;
    }
  }
}
