package dev.redoubt.attack.minimum.penalty;

import dev.redoubt.attack.minimum.NearestByGradient;
import dev.redoubt.attack.minimum.OpenRows;
import dev.redoubt.threat.L2;
import dev.redoubt.threat.Norm;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The attack of Carlini and Wagner (2017, section VI-A) in L2: minimises {@code ‖δ‖₂² + c·max(κ -
 * margin, 0)} by Adam in variables that need no box, from the clean point, for several c. Lengths
 * are in widths of the input domain.
 *
 * <p>A step is one forward and one backward pass; a row takes at most {@code searchSteps·steps}.
 *
 * @param steps of each descent, at least 1
 * @param searchSteps descents, each with another c: ten times as large until one succeeds, then by
 *     bisection; at least 1
 * @param firstConstant c of the first, positive
 * @param rate learning rate of Adam, positive
 * @param confidence κ: the margin by which points must meet the goal, at least 0
 * @param abortEarly whether a row leaves a descent in which it makes no more progress
 */
public record CarliniWagner(
    int steps,
    int searchSteps,
    double firstConstant,
    double rate,
    double confidence,
    boolean abortEarly)
    implements NearestByGradient {
  /** Checks the settings. */
  public CarliniWagner {
    Settings.check("cw", steps, searchSteps, firstConstant, rate, confidence);
  }

  /** The authors' first c of .001 and rate of .01, no confidence, early abort. */
  public CarliniWagner(int steps, int searchSteps) {
    this(steps, searchSteps, 1e-3, 0.01, 0, true);
  }

  /** Nine descents of at most 1,000 steps. */
  public CarliniWagner() {
    this(1000, 9);
  }

  @Override
  public String name() {
    return "cw";
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("steps", steps);
    settings.put("search_steps", searchSteps);
    settings.put("first_constant", firstConstant);
    settings.put("rate", rate);
    settings.put("confidence", confidence);
    settings.put("abort_early", abortEarly);
    return settings;
  }

  @Override
  public List<Norm> norms() {
    return List.of(new L2());
  }

  @Override
  public OpenRows search(OpenRows open) {
    TanhSpace space = new TanhSpace(open.domain());
    Runner runner = new Runner(steps, new Hinge(confidence), abortEarly, new AnyHit());
    return new ConstantSearch(
            runner,
            searchSteps,
            firstConstant,
            rows -> TanhDescent.from(rows.clean(), rows.clean(), space, new SquaredLength(), rate))
        .run(open);
  }
}
