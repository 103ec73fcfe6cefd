package dev.redoubt.attack.minimum.penalty;

import dev.redoubt.attack.minimum.NearestByGradient;
import dev.redoubt.attack.minimum.OpenRows;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.L1;
import dev.redoubt.threat.L2;
import dev.redoubt.threat.Norm;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The elastic-net attack (Chen et al. 2018) for L1: minimises {@code ‖δ‖₂² + β‖δ‖₁ + c·max(κ -
 * margin, 0)} by {@link ShrinkageDescent}, from the clean point, for several c. Lengths are in
 * widths of the input domain.
 *
 * <p>A step is one forward and one backward pass; a row takes at most {@code searchSteps·steps}.
 *
 * @param steps of each descent, at least 1
 * @param searchSteps descents, each with another c: ten times as large until one succeeds, then by
 *     bisection; at least 1
 * @param firstConstant c of the first, positive
 * @param rate size of the first step, positive
 * @param beta β, positive
 * @param confidence κ: the margin by which points must meet the goal, at least 0
 * @param rule which of the points that meet the goal counts
 * @param abortEarly whether a row leaves a descent in which it makes no more progress
 */
public record Ead(
    int steps,
    int searchSteps,
    double firstConstant,
    double rate,
    double beta,
    double confidence,
    Rule rule,
    boolean abortEarly)
    implements NearestByGradient {
  /** Which of several points counts as the nearest. */
  public enum Rule {
    /** That of the smallest L1 norm. */
    L1 {
      @Override
      Tensor distance(OpenRows open, Tensor x, double beta) {
        return open.norm().distance(x, open.clean());
      }
    },

    /** That of the smallest {@code ‖δ‖₁ + ‖δ‖₂² / β}. */
    ELASTIC_NET {
      @Override
      Tensor distance(OpenRows open, Tensor x, double beta) {
        Tensor length = new L2().distance(x, open.clean());
        return open.norm()
            .distance(x, open.clean())
            .plus(1 / (beta * open.width()), length.times(length));
      }
    };

    /** By which points compare: at least their L1 norm. */
    abstract Tensor distance(OpenRows open, Tensor x, double beta);
  }

  /** Checks the settings. */
  public Ead {
    Settings.check("ead", steps, searchSteps, firstConstant, rate, confidence);
    Settings.positive("ead beta", beta);
  }

  /** The authors' first c of .001 and step of .01, β .01, no confidence, rule L1, early abort. */
  public Ead(int steps, int searchSteps) {
    this(steps, searchSteps, 1e-3, 0.01, 0.01, 0, Rule.L1, true);
  }

  /** Nine descents of at most 1,000 steps. */
  public Ead() {
    this(1000, 9);
  }

  @Override
  public String name() {
    return "ead";
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("steps", steps);
    settings.put("search_steps", searchSteps);
    settings.put("first_constant", firstConstant);
    settings.put("rate", rate);
    settings.put("beta", beta);
    settings.put("confidence", confidence);
    settings.put("rule", rule.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    settings.put("abort_early", abortEarly);
    return settings;
  }

  @Override
  public List<Norm> norms() {
    return List.of(new L1());
  }

  @Override
  public OpenRows search(OpenRows open) {
    ShrinkageDescent.Rates rates = new ShrinkageDescent.Rates(rate, steps, beta);
    Runner runner = new Runner(steps, new Hinge(confidence), abortEarly, new ByRule(rule, beta));
    return new ConstantSearch(
            runner,
            searchSteps,
            firstConstant,
            rows -> ShrinkageDescent.from(rows.clean(), rates, rows.domain()))
        .run(open);
  }

  /** Any hit shows that c is large enough; the rule says which hit is kept. */
  private record ByRule(Rule rule, double beta) implements Runner.Success {
    @Override
    public boolean ends() {
      return false;
    }

    @Override
    public boolean of(boolean met, double loss, double constant) {
      return met;
    }

    @Override
    public Tensor distance(OpenRows open, Tensor x) {
      return rule.distance(open, x, beta);
    }
  }
}
