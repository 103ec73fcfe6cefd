package dev.redoubt.cli;

import dev.redoubt.catalog.MethodNumber;
import dev.redoubt.catalog.OpenedModel;
import dev.redoubt.catalog.SmoothingSettings;
import dev.redoubt.catalog.Smoothings;
import dev.redoubt.certify.smoothing.Smoothing;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.ModelBundle;
import java.util.Map;
import java.util.Optional;

/**
 * What a model's own record says of the random change that it was trained under.
 *
 * @param record the settings of its training, by name; empty where nothing is known
 */
record TrainedSmoothing(Map<String, Object> record) {
  /** Methods that train under Gaussian noise by other names. */
  private static final Map<String, String> GAUSSIAN =
      Map.of("smoothadv", "gaussian", "consistency", "gaussian", "macer", "gaussian");

  static TrainedSmoothing of(OpenedModel model) {
    return new TrainedSmoothing(model.bundle().map(ModelBundle::training).orElse(Map.of()));
  }

  /** The smoothing's name, if it was trained for one. */
  Optional<String> name() {
    String method = String.valueOf(record.get("method"));
    return Optional.of(GAUSSIAN.getOrDefault(method, method))
        .filter(name -> Smoothings.names().contains(name));
  }

  /** Its numbers. */
  SmoothingSettings settings(InputSpec input) {
    SmoothingSettings settings = SmoothingSettings.NONE;
    settings = with(settings, MethodNumber.SIGMA, number("sigma"));
    settings = with(settings, MethodNumber.KEPT, number("kept"));
    settings = with(settings, MethodNumber.DELETION_RATE, number("rate"));
    double range = input.high() - input.low();
    return with(
        settings, MethodNumber.FILL, number("fill").map(value -> (value - input.low()) / range));
  }

  private static SmoothingSettings with(
      SmoothingSettings settings, MethodNumber number, Optional<Double> value) {
    return value.map(given -> settings.with(number, given)).orElse(settings);
  }

  private Optional<Double> number(String key) {
    return record.get(key) instanceof Number value
        ? Optional.of(value.doubleValue())
        : Optional.empty();
  }

  /** A sentence if the smoothing is not what the model was trained under. */
  Optional<String> mismatch(Smoothing smoothing) {
    if (record.isEmpty()) {
      return Optional.empty();
    }
    if (name().isEmpty()) {
      return Optional.of(
          "The model was trained by %s, not for smoothing: under noise it may be right more rarely than it could be."
              .formatted(record.getOrDefault("method", "other means")));
    }
    boolean same =
        name().get().equals(smoothing.name())
            && smoothing.settings().entrySet().stream()
                .allMatch(
                    setting ->
                        !record.containsKey(setting.getKey())
                            || String.valueOf(record.get(setting.getKey()))
                                .equals(String.valueOf(setting.getValue())));
    return same
        ? Optional.empty()
        : Optional.of(
            "The model was trained for %s smoothing with other numbers or of another kind than it is certified with."
                .formatted(name().get()));
  }
}
