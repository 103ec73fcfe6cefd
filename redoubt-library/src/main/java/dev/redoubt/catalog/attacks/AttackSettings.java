package dev.redoubt.catalog.attacks;

import dev.redoubt.attack.decision.NoiseStarts;
import dev.redoubt.attack.decision.Starts;
import dev.redoubt.model.GradientModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a user may set of the attacks of a cascade, besides what stands with their names; what is
 * left out takes each attack's own default.
 *
 * @param values text by parameter, for every attack that has it: {@code steps}, {@code loss} …
 * @param firstStrike whether a short attack goes before all others, to break cheaply what it can
 * @param surrogates models that the attacker has in place of the target
 * @param starts where decision-based attacks begin; towards targets they want samples of them
 */
public record AttackSettings(
    Map<String, String> values,
    boolean firstStrike,
    List<GradientModel> surrogates,
    Starts starts) {
  /** Every attack as it is by default. */
  public static final AttackSettings DEFAULT =
      new AttackSettings(Map.of(), false, List.of(), new NoiseStarts());

  /** Copies. */
  public AttackSettings {
    values = Map.copyOf(values);
    surrogates = List.copyOf(surrogates);
  }

  /** The same with a value. */
  public AttackSettings with(String parameter, String value) {
    Map<String, String> more = new LinkedHashMap<>(values);
    more.put(parameter, value);
    return new AttackSettings(more, firstStrike, surrogates, starts);
  }

  /** The same with so many steps. */
  public AttackSettings withSteps(int count) {
    return with("steps", Integer.toString(count));
  }

  /** The same with so many restarts. */
  public AttackSettings withRestarts(int count) {
    return with("restarts", Integer.toString(count));
  }

  /** The same with such a query budget. */
  public AttackSettings withQueries(int budget) {
    return with("queries", Integer.toString(budget));
  }

  /** The same with the short attack in front, or without. */
  public AttackSettings withFirstStrike(boolean strike) {
    return new AttackSettings(values, strike, surrogates, starts);
  }

  /** The same with models in place of the target. */
  public AttackSettings withSurrogates(List<GradientModel> models) {
    return new AttackSettings(values, firstStrike, models, starts);
  }

  /** The same with other points to begin at. */
  public AttackSettings withStarts(Starts others) {
    return new AttackSettings(values, firstStrike, surrogates, others);
  }
}
