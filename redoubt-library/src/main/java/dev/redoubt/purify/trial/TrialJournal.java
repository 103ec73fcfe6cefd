package dev.redoubt.purify.trial;

import dev.redoubt.evaluate.Tally;
import java.util.List;

/** Keeps what attackers have handed in, so that a trial goes on after a stop. */
public interface TrialJournal {
  /** What is known, in the order in which it was found. */
  List<Entry> entries();

  /** Keeps some submissions of one attacker. */
  void add(Entry entry);

  /** A journal that keeps nothing. */
  static TrialJournal none() {
    return new TrialJournal() {
      @Override
      public List<Entry> entries() {
        return List.of();
      }

      @Override
      public void add(Entry entry) {}
    };
  }

  /**
   * Submissions that were found together.
   *
   * @param attacker who handed them in
   * @param submissions of some samples
   * @param tally what finding them cost
   * @param refused candidates that were no numbers, too far away or out of range
   */
  record Entry(String attacker, List<Submission> submissions, Tally tally, int refused) {
    /** Copies. */
    public Entry {
      submissions = List.copyOf(submissions);
    }
  }
}
