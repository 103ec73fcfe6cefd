package dev.redoubt.audit;

import java.util.List;
import java.util.stream.Stream;

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

  /** The same with more reasons. */
  Ruling with(List<String> more) {
    return new Ruling(verdict, sentence, Stream.concat(reasons.stream(), more.stream()).toList());
  }
}
