package dev.redoubt.report;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One attack of a cascade.
 *
 * @param name name of the attack, for example {@code pgd}; with what sets the attacker apart, if
 *     there are several: {@code pgd, oblivious}
 * @param attacker who attacks; null if the model has no defence and is not random
 * @param robustAccuracy share of all samples, in [0, 1], that are still classified correctly after
 *     this attack and those listed before it; the uniform-noise baseline is listed first
 * @param forwards forward passes, counted in samples
 * @param backwards backward passes to the input, counted in samples
 * @param seconds wall-clock seconds, added up over batches also where several ran at once
 * @param settings what the attack was run with, by setting's name, in the order to be shown
 */
public record AttackResult(
    String name,
    @JsonUnwrapped @Nullable Attacker attacker,
    double robustAccuracy,
    long forwards,
    long backwards,
    double seconds,
    Map<String, Object> settings) {
  /** Copies and keeps the order of the settings. */
  public AttackResult {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }

  /** An attack on a model that has no defence and is not random. */
  public AttackResult(
      String name,
      double robustAccuracy,
      long forwards,
      long backwards,
      double seconds,
      Map<String, Object> settings) {
    this(name, null, robustAccuracy, forwards, backwards, seconds, settings);
  }
}
