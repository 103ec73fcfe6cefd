package dev.redoubt.catalog;

import dev.redoubt.BadInputException;
import dev.redoubt.threat.Norm;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a user says of a smoothing beyond its name. What decides radii has no defaults, for it must
 * be what the base classifier was trained under.
 *
 * @param numbers those that the smoothing takes, by the names that training has for them
 * @param norm the norm that radii are wanted in; empty for the smoothing's own
 */
public record SmoothingSettings(Map<MethodNumber, Double> numbers, Optional<Norm> norm) {
  /** Nothing said. */
  public static final SmoothingSettings NONE = new SmoothingSettings(Map.of(), Optional.empty());

  /** Copies. */
  public SmoothingSettings {
    numbers = Map.copyOf(numbers);
  }

  /** The same with a number. */
  public SmoothingSettings with(MethodNumber number, double value) {
    Map<MethodNumber, Double> changed = new EnumMap<>(MethodNumber.class);
    changed.putAll(numbers);
    changed.put(number, value);
    return new SmoothingSettings(changed, norm);
  }

  /** The same with radii in a norm. */
  public SmoothingSettings with(Norm wanted) {
    return new SmoothingSettings(numbers, Optional.of(wanted));
  }

  /** Refuses what the smoothing does not read. */
  void check(Smoothings.Kind kind) {
    for (MethodNumber given : numbers.keySet()) {
      if (given != kind.number() && !(kind.fills() && given == MethodNumber.FILL)) {
        throw new BadInputException(
            "smoothing %s takes %s, and no %s"
                .formatted(kind.name(), kind.number().option(), given.option()));
      }
    }
  }

  /** The number that it can't do without. */
  double required(Smoothings.Kind kind) {
    Double value = numbers.get(kind.number());
    if (value == null) {
      throw new BadInputException(
          "smoothing %s wants %s, the same that the model was trained with"
              .formatted(kind.name(), kind.number().option()));
    }
    return value;
  }
}
