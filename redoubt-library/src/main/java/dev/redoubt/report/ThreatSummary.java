package dev.redoubt.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What the attacker was allowed to do.
 *
 * @param norm {@code linf}, {@code l2}, {@code l1} or {@code l0}
 * @param epsilon the largest distance between a sample and its adversarial version, in pixel space
 * @param text the threat as the user wrote it, for example {@code linf:8/255}
 * @param target what the attacker wanted of each sample, for example {@code least-likely}; null for
 *     any wrong class
 */
public record ThreatSummary(
    String norm,
    double epsilon,
    String text,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String target) {
  /** A threat whose attacker wants any wrong class. */
  public ThreatSummary(String norm, double epsilon, String text) {
    this(norm, epsilon, text, null);
  }

  /** Budget and target in a few words. */
  public String words() {
    return target == null ? text : text + ", target " + target;
  }

  /** Epsilon as the user wrote it: {@code 8/255}. */
  String epsilonText() {
    return text.substring(text.indexOf(':') + 1);
  }
}
