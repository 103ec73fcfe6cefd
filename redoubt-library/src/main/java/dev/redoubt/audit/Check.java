package dev.redoubt.audit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One sign that robustness may be only apparent. Implementations hold no state. */
public interface Check {
  /** {@code H1} … {@code H9}, {@code S1} … {@code S7}. */
  String id();

  /** What it looks at, a few words. */
  String title();

  /** The rule with its threshold, a sentence. */
  String rule();

  /** Where the rule comes from. */
  String source();

  /** Why it can't be run on this model, a sentence; empty if it can. */
  default Optional<String> obstacle(Investigation investigation) {
    return Optional.empty();
  }

  /** Looks, and runs its remedy where it sees the sign. */
  Seen look(Investigation investigation);

  /** When a flag is resolved. */
  enum Remedied {
    /** Nothing has been done about it, or it did not help. */
    NO,
    /** The remedied attack is part of the evidence: once doubling its budget changes little. */
    ONCE_SETTLED,
    /** The check has doubled the budget itself, and it changed little. */
    YES
  }

  /**
   * What a check saw.
   *
   * @param flag whether it saw the sign
   * @param isVoid whether it says nothing of this model
   * @param figures the numbers by name, in order
   * @param remedy what was done; null if nothing was
   * @param remedied whether that resolves it
   * @param sentence in plain words
   */
  record Seen(
      boolean flag,
      boolean isVoid,
      Map<String, Object> figures,
      @Nullable String remedy,
      Remedied remedied,
      String sentence) {
    /** Nothing to worry about. */
    public static Seen clean(Map<String, Object> figures, String sentence) {
      return new Seen(false, false, figures, null, Remedied.NO, sentence);
    }

    /** The check says nothing here. */
    public static Seen nothing(Map<String, Object> figures, String sentence) {
      return new Seen(false, true, figures, null, Remedied.NO, sentence);
    }

    /** The sign, and what was done about it. */
    public static Seen flagged(
        Map<String, Object> figures, @Nullable String remedy, Remedied remedied, String sentence) {
      return new Seen(true, false, figures, remedy, remedied, sentence);
    }
  }

  /** Figures in the order in which they are given: name, value, name, value … */
  static Map<String, Object> figures(Object... pairs) {
    Map<String, Object> figures = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      figures.put((String) pairs[i], pairs[i + 1]);
    }
    return figures;
  }
}
