package dev.redoubt.report;

import dev.redoubt.audit.Verdict;
import java.util.Locale;
import java.util.Optional;

/**
 * A verdict as it is shown: never by colour alone.
 *
 * @param word with a capital: {@code Masking suspected}
 * @param mark stands for it
 * @param style {@code good}, {@code bad} or {@code open}
 * @param meaning what the word means, for readers who see it for the first time
 */
record AuditWords(String word, String mark, String style, String meaning) {
  static AuditWords of(Verdict verdict) {
    String word = capital(verdict.words());
    return switch (verdict) {
      case REFUTED ->
          new AuditWords(
              word,
              "✕",
              "bad",
              "there are stored inputs that fool the model within the attacker's budget, re-checked in 32 and in 64 bits, and too many of them for the claim to be true. Anybody can check them.");
      case MASKING_SUSPECTED ->
          new AuditWords(
              word,
              "!",
              "bad",
              "there are signs that attacks failed because the model hides which way to go, and not because there is nothing to find. The robust accuracy that was measured is then too high, and nobody should rely on it.");
      case CERTIFIED ->
          new AuditWords(
              word,
              "✓",
              "good",
              "there is a proof for so many of the samples that the claim holds whatever attack may come, as long as it keeps to the budget.");
      case CREDIBLE ->
          new AuditWords(
              word,
              "✓",
              "good",
              "what was measured supports the claim, and the attacks have shown on this very model that they find what is there. That is no proof: a stronger attack may still find more.");
      case INCONCLUSIVE ->
          new AuditWords(
              word,
              "?",
              "open",
              "what was found neither supports the claim nor refutes it. What was not run, and why, is listed below.");
    };
  }

  /** The claim under its threat; what is said where there is none. */
  static String claim(Optional<Double> claim, ThreatSummary threat) {
    return claim
        .map(
            share ->
                "at least " + Numbers.percent(share) + " robust accuracy under " + threat.words())
        .orElse("none; what was measured under " + threat.words() + " is judged");
  }

  /** The same beginning with a capital. */
  static String capital(String words) {
    return words.isEmpty()
        ? words
        : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  /** A sentence in which no line ends between a number and its sign of percent. */
  static String unbroken(String sentence) {
    return sentence.replace(" %", "\u00a0%");
  }
}
