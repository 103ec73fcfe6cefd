package dev.redoubt.attack.apgd;

import dev.redoubt.BadInputException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How long Auto-PGD searches.
 *
 * @param steps iterations of a run, at least 1; each costs a forward and a backward pass, and so
 *     does the starting point
 * @param restarts runs from other starting points, at least 1; each only on what is left
 * @param eot draws of a random model at every step, over which loss, gradient and success are
 *     averaged; 1 for deterministic models
 * @param largeRadii whether a run first climbs in balls of three and two times the radius for .3 of
 *     its steps each, and goes on from there: what the L1 attack needs to get through (Croce and
 *     Hein 2021, "Mind the box", section 4.3)
 */
public record Ascent(int steps, int restarts, int eot, boolean largeRadii) {
  /** Checks. */
  public Ascent {
    if (steps < 1 || restarts < 1 || eot < 1) {
      throw new BadInputException(
          "apgd wants at least 1 step, 1 restart and 1 draw, not %d, %d and %d"
              .formatted(steps, restarts, eot));
    }
  }

  /** 100 steps, one restart, for deterministic models. */
  public static Ascent standard() {
    return new Ascent(100, 1, 1, false);
  }

  /** One ball after the other that a run climbs in; each gets some of the steps. */
  List<Stage> stages() {
    int part = (int) Math.ceil(.3 * steps);
    if (!largeRadii || steps - 2 * part < 1) {
      return List.of(new Stage(1, steps));
    }
    return List.of(new Stage(3, part), new Stage(2, part), new Stage(1, steps - 2 * part));
  }

  Map<String, Object> settings(String loss) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("loss", loss);
    settings.put("steps", steps);
    settings.put("restarts", restarts);
    settings.put("eot", eot);
    if (largeRadii) {
      settings.put("large_radii", true);
    }
    return settings;
  }

  /**
   * Part of a run.
   *
   * @param factor radius in terms of epsilon
   */
  record Stage(double factor, int steps) {}
}
