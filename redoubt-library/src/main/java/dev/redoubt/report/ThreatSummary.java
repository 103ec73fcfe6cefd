package dev.redoubt.report;

/**
 * What the attacker was allowed to do.
 *
 * @param norm {@code linf}, {@code l2}, {@code l1} or {@code l0}
 * @param epsilon the largest distance between a sample and its adversarial version, in pixel space
 * @param text the threat as the user wrote it, for example {@code linf:8/255}
 */
public record ThreatSummary(String norm, double epsilon, String text) {
  /** Epsilon as the user wrote it: {@code 8/255}. */
  String epsilonText() {
    return text.substring(text.indexOf(':') + 1);
  }
}
