package dev.redoubt.report;

import dev.redoubt.model.Declaration;
import dev.redoubt.model.Declaration.Backward;
import dev.redoubt.pipeline.Stage;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A stage of a defence, and what it declares of itself.
 *
 * @param name what the command line calls it
 * @param settings its parameters by name, in the order to be shown
 * @param derivative what attackers differentiate: {@code its own}, {@code surrogate: } and in words
 *     what stands in for it, or {@code none}
 * @param random whether it draws anew for each input
 * @param rejects whether it may refuse to give a class
 */
public record StageSummary(
    String name, Map<String, Object> settings, String derivative, boolean random, boolean rejects) {
  private static final String SURROGATE = "surrogate: ";

  /** Copies and keeps the order of the settings. */
  public StageSummary {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }

  /** What a stage says of itself. */
  static StageSummary of(Stage stage) {
    Declaration declared = stage.declares();
    return new StageSummary(
        stage.name(),
        stage.settings(),
        derivative(declared.backward()),
        declared.random(),
        declared.rejects());
  }

  private static String derivative(Backward backward) {
    if (backward instanceof Backward.Surrogate surrogate) {
      return SURROGATE + surrogate.words();
    }
    return backward instanceof Backward.Exact ? "its own" : "none";
  }
}
