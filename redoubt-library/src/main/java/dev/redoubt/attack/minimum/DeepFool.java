package dev.redoubt.attack.minimum;

import dev.redoubt.BadInputException;
import dev.redoubt.threat.L2;
import dev.redoubt.threat.Linf;
import dev.redoubt.threat.Norm;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * DeepFool (Moosavi-Dezfooli et al. 2016, algorithm 2 and section 3.3): steps onto the closest
 * decision boundary as it looks from the current point, until a row is across. The first point
 * across is the result, so that it is quick, and never the nearest.
 *
 * <p>A step is one forward pass and one backward pass for each candidate class. Under a goal with
 * targets the target is the only candidate, and its boundary is that to whichever class is ahead.
 *
 * @param steps at least 1
 * @param candidates how many of the likeliest classes of the clean samples are looked at, with the
 *     true one, at least 2; all where there are fewer
 * @param overshoot by which share the sum of all steps goes beyond, at least 0
 */
public record DeepFool(int steps, int candidates, double overshoot) implements NearestByGradient {
  private static final List<Norm> NORMS = List.of(new Linf(), new L2());

  /** Checks the settings. */
  public DeepFool {
    if (steps < 1) {
      throw new BadInputException("deepfool wants at least 1 step, not " + steps);
    }
    if (candidates < 2) {
      throw new BadInputException("deepfool wants at least 2 candidate classes, not " + candidates);
    }
    if (!(overshoot >= 0) || Double.isInfinite(overshoot)) {
      throw new BadInputException(
          "deepfool overshoot must be finite and at least 0, not " + overshoot);
    }
  }

  /** The authors' 50 steps, 10 candidates, and overshoot of .02. */
  public DeepFool() {
    this(50, 10, 0.02);
  }

  @Override
  public String name() {
    return "deepfool";
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("steps", steps);
    settings.put("candidates", candidates);
    settings.put("overshoot", overshoot);
    return settings;
  }

  @Override
  public List<Norm> norms() {
    return NORMS;
  }

  @Override
  public OpenRows search(OpenRows open) {
    return new DeepFoolSearch(this).run(open);
  }
}
