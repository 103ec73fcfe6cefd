package dev.redoubt.audit;

import java.util.List;

/**
 * A verdict with its reasons.
 *
 * @param sentence the verdict in one sentence that needs no knowledge of the field
 * @param reasons what it rests on, sentences
 */
public record Ruling(Verdict verdict, String sentence, List<String> reasons) {
  /** Copies. */
  public Ruling {
    reasons = List.copyOf(reasons);
  }
}
