package dev.redoubt.attack.minimum;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.Candidates;
import dev.redoubt.data.Batch;
import dev.redoubt.model.GradientModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.L0;
import dev.redoubt.threat.Norm;
import dev.redoubt.threat.ThreatModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The Jacobian-based saliency map attack (Papernot et al. 2016, algorithm 3) in L0: changes the two
 * features (or the one) that together raise the target's logit and lower the sum of the others' the
 * most, again and again, until the goal is met. Features that have come to their bound are not
 * looked at any more. A row ends where no change helps.
 *
 * <p>Without a target the likeliest wrong class of the clean sample is made for, and any wrong
 * class is a success. (To choose among all classes in every step would take a backward pass for
 * each.) The first point that meets the goal is the result, so that it has few changes but seldom
 * the fewest.
 *
 * <p>A step is two forward passes and two backward passes: the target's logit, and the sum of the
 * others'.
 *
 * @param theta θ: by how much a feature changes, in widths of the input domain, in [-1, 1] but not
 *     0; it rises if θ is positive and falls if it is negative
 * @param share Υ: a row ends when more than this share of its features has been changed, in (0, 1]
 * @param choice how many features a step changes
 */
public record Jsma(double theta, double share, Choice choice) implements NearestByGradient {
  /** How many features change together. */
  public enum Choice {
    /** Two, as published: one may make up for what the other does badly. */
    PAIRS,

    /** One. */
    SINGLES
  }

  /** Checks the settings. */
  public Jsma {
    if (!(Math.abs(theta) > 0 && Math.abs(theta) <= 1)) {
      throw new BadInputException("jsma theta must lie in [-1, 1] and not be 0, not " + theta);
    }
    if (!(share > 0 && share <= 1)) {
      throw new BadInputException("jsma share of features must lie in (0, 1], not " + share);
    }
  }

  /** The authors' θ of 1; pairs; as many as it takes. */
  public Jsma() {
    this(1, 1, Choice.PAIRS);
  }

  @Override
  public String name() {
    return "jsma";
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("theta", theta);
    settings.put("share", share);
    settings.put("choice", choice.name().toLowerCase(Locale.ROOT));
    return settings;
  }

  @Override
  public List<Norm> norms() {
    return List.of(new L0());
  }

  /** Changes no more features than the budget allows. */
  @Override
  public Candidates propose(
      GradientModel view, Batch batch, ThreatModel threat, Goal goal, Draws draws) {
    double most = Math.max(1, Math.floor(threat.epsilon())) / view.input().features();
    return most < share
        ? new Jsma(theta, most, choice).propose(view, batch, threat, goal, draws)
        : NearestByGradient.super.propose(view, batch, threat, goal, draws);
  }

  @Override
  public OpenRows search(OpenRows open) {
    return JsmaSearch.run(this, open);
  }
}
