package dev.redoubt.purify.trial;

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

  /** The same as what another attacker hands in: nothing better was tried. */
  Submission by(String other) {
    return new Submission(id, other, label, right, votes, distance);
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
