package dev.redoubt.attack.joint;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.StepSize;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the attacks of this package have in common. */
final class Settings {
  /** Steps of a run, as many as Bryniarski et al. take in the runs that they publish. */
  static final int STEPS = 100;

  /** Length of a step; on small networks, with random detectors, longer ones gain nothing. */
  static final StepSize STEP_SIZE = new StepSize.OfEpsilon(0.05);

  private Settings() {}

  static void check(String name, int steps, int restarts) {
    if (steps < 1 || restarts < 1) {
      throw new BadInputException(
          name + " wants at least 1 step and 1 restart, not " + steps + " and " + restarts);
    }
  }

  /** By name, for provenance. */
  static Map<String, Object> named(int steps, StepSize stepSize, int restarts) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("steps", steps);
    settings.put("step_size", stepSize.toString());
    settings.put("restarts", restarts);
    return settings;
  }
}
