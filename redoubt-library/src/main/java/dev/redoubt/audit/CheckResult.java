package dev.redoubt.audit;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a check saw.
 *
 * @param id {@code H1} … {@code H9} hard, {@code S1} … {@code S7} soft
 * @param title what it looks at, a few words
 * @param flag whether the sign was seen
 * @param resolved whether its remedy has run, the evidence includes the remedied attack, and
 *     doubling that attack's budget moved robust accuracy by at most one point; false without a
 *     flag
 * @param isVoid whether the check says nothing of this model, although it ran
 * @param figures the numbers by name, in order: shares in [0, 1], counts, ratios
 * @param rule the rule with its threshold, a sentence
 * @param source where the rule comes from
 * @param remedy what was done about it; null if nothing was
 * @param sentence what was seen, what it means and what to do, in plain words
 * @param seconds that the check and its remedy took
 */
public record CheckResult(
    String id,
    String title,
    boolean flag,
    boolean resolved,
    @JsonProperty("void") boolean isVoid,
    Map<String, Object> figures,
    String rule,
    String source,
    @Nullable String remedy,
    String sentence,
    double seconds) {
  /** Copies. */
  public CheckResult {
    figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
  }

  /** Whether one unresolved flag of it is enough for suspicion. */
  @JsonIgnore
  public boolean isHard() {
    return id.startsWith("H");
  }

  /** Whether the flag counts against the model. */
  @JsonIgnore
  public boolean unresolved() {
    return flag && !resolved;
  }

  /** Whether it looked, and saw nothing. */
  @JsonIgnore
  public boolean isClean() {
    return !flag && !isVoid;
  }

  /** The same after its remedy. */
  public CheckResult resolvedIf(boolean settled) {
    return new CheckResult(
        id, title, flag, flag && settled, isVoid, figures, rule, source, remedy, sentence, seconds);
  }
}
