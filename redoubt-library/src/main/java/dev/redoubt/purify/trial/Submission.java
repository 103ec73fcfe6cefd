package dev.redoubt.purify.trial;

import java.util.Optional;

/**
 * What an attacker hands in for one sample, and how the deployed defence voted on it: one line of
 * {@code submissions.jsonl}.
 *
 * @param id index of the sample in the full split
 * @param attacker its name
 * @param label index of the true class
 * @param right votes for the true class
 * @param votes all votes
 * @param distance from the clean sample, in the threat's norm; 0 for the sample itself
 */
public record Submission(
    long id, String attacker, int label, int right, int votes, double distance) {
  /** Whether at least half of the votes are right. */
  public boolean holds() {
    return right * 2 >= votes;
  }

  /**
   * Of a clean sample: what an attacker is credited with. A sample that the defence mostly has
   * wrong without him he need not change, and one that nothing was tried on stays as it is.
   *
   * @param other what he has found, if he has tried
   */
  Submission orWorse(Optional<Submission> other, String attacker) {
    return other
        .filter(found -> holds() || found.right < right)
        .orElseGet(() -> new Submission(id, attacker, label, right, votes, distance));
  }

  /** The share of right votes: the chance that a single submission is classified rightly. */
  double singleShot() {
    return right / (double) votes;
  }

  /**
   * The chance that all of {@code k} submissions are classified rightly, estimated without bias:
   * the share of all choices of k votes that are right, {@code C(right, k) / C(votes, k)}. (The
   * k-th power of the share of right votes would be too high on average.)
   *
   * @param k at most {@code votes}
   */
  double allRight(int k) {
    double chance = 1;
    for (int i = 0; i < k && chance > 0; i++) {
      chance *= Math.max(0, right - i) / (double) (votes - i);
    }
    return chance;
  }
}
