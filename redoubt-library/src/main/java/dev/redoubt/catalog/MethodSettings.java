package dev.redoubt.catalog;

import dev.redoubt.attack.StepSize;
import dev.redoubt.threat.ThreatModel;
import dev.redoubt.train.objective.SeveralNorms;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a user says of a training method beyond its name; what is left out takes the method's
 * default.
 *
 * @param threats what to harden against; several only for {@code pgd}
 * @param combination how several threats are brought together
 * @param stepSize length of the inner attack's steps
 * @param cleanFraction share of each batch that is left clean, in [0, 1)
 * @param numbers everything else
 */
public record MethodSettings(
    List<ThreatModel> threats,
    SeveralNorms.Combination combination,
    Optional<StepSize> stepSize,
    double cleanFraction,
    Map<MethodNumber, Double> numbers) {
  /** Nothing said. */
  public static final MethodSettings DEFAULT =
      new MethodSettings(List.of(), SeveralNorms.Combination.MAX, Optional.empty(), 0, Map.of());

  /** Copies. */
  public MethodSettings {
    threats = List.copyOf(threats);
    numbers = Map.copyOf(numbers);
  }

  /** The same against one threat. */
  public MethodSettings with(ThreatModel threat) {
    return new MethodSettings(List.of(threat), combination, stepSize, cleanFraction, numbers);
  }

  /** The same with another number. */
  public MethodSettings with(MethodNumber number, double value) {
    Map<MethodNumber, Double> changed = new EnumMap<>(MethodNumber.class);
    changed.putAll(numbers);
    changed.put(number, value);
    return new MethodSettings(threats, combination, stepSize, cleanFraction, changed);
  }
}
