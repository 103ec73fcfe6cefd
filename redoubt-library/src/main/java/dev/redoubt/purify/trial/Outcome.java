package dev.redoubt.purify.trial;

import dev.redoubt.evaluate.Tally;
import java.util.List;

/**
 * What one attacker has reached. All shares are of all samples, those included that the deployed
 * defence has wrong without an attack.
 *
 * @param attacker who it is
 * @param submissions one a sample, in the order of the dataset
 * @param tally what finding them cost, without the votes; passes are those of the classifier
 * @param refused candidates that counted as the clean sample, since they were no numbers, too far
 *     away or out of range
 */
public record Outcome(Attacker attacker, List<Submission> submissions, Tally tally, int refused) {
  /** Copies. */
  public Outcome {
    submissions = List.copyOf(submissions);
  }

  /** The chance that a candidate that is handed in once is classified rightly. */
  public Estimate singleShot() {
    return Estimate.mean(submissions.stream().mapToDouble(Submission::singleShot).toArray());
  }

  /**
   * The chance that a candidate is classified rightly each time, if it is handed in so often.
   *
   * @param resubmissions at most as many as there are votes
   */
  public Estimate worstOf(int resubmissions) {
    return Estimate.mean(
        submissions.stream().mapToDouble(s -> s.allRight(resubmissions)).toArray());
  }

  /** The share of samples of whose candidates at least half of the votes are right. */
  public Estimate majority() {
    return Estimate.share(
        submissions.stream().filter(Submission::holds).count(), submissions.size());
  }
}
