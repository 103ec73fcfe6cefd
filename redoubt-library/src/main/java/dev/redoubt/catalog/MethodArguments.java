package dev.redoubt.catalog;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.StepSize;
import dev.redoubt.data.InputSpec;
import dev.redoubt.threat.Linf;
import dev.redoubt.threat.ThreatModel;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A method's settings with its defaults filled in. */
public final class MethodArguments {
  private final Method method;
  private final MethodSettings settings;
  private final InputSpec input;

  MethodArguments(Method method, MethodSettings settings, InputSpec input) {
    this.method = method;
    this.settings = settings;
    this.input = input;
  }

  ThreatModel threat() {
    return settings.threats().get(0);
  }

  List<ThreatModel> threats() {
    return settings.threats();
  }

  MethodSettings settings() {
    return settings;
  }

  InputSpec input() {
    return input;
  }

  double number(MethodNumber number) {
    Double given = settings.numbers().get(number);
    return given != null ? given : Objects.requireNonNull(method.defaults().get(number));
  }

  int count(MethodNumber number) {
    double value = number(number);
    if (value != Math.rint(value) || Math.abs(value) > 1e6) {
      throw new BadInputException(
          "%s wants a whole number, not %s".formatted(number.option(), value));
    }
    return (int) value;
  }

  /** Steps of the inner attack: as given, else 40 for {@link #isMnist}, else the default. */
  int steps(ThreatModel threat) {
    boolean given = settings.numbers().containsKey(MethodNumber.STEPS);
    return !given && isMnist(threat) ? 40 : count(MethodNumber.STEPS);
  }

  /** Their length: as given, else ε/30 for {@link #isMnist}, else ε/4. */
  StepSize stepSize(ThreatModel threat) {
    return settings.stepSize().orElse(new StepSize.OfEpsilon(isMnist(threat) ? 1.0 / 30 : 1.0 / 4));
  }

  /** Whether this looks like the MNIST setting of Madry et al. (2018). */
  private boolean isMnist(ThreatModel threat) {
    return input.isImage()
        && input.shape().get(0) == 1
        && input.features() <= 28 * 28
        && threat.norm() instanceof Linf
        && threat.epsilon() >= 0.1;
  }

  static Map<MethodNumber, Double> steps(double count) {
    return Map.of(MethodNumber.STEPS, count);
  }
}
