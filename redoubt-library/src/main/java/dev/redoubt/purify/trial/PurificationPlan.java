package dev.redoubt.purify.trial;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.Attack;
import dev.redoubt.tensor.Draws;
import dev.redoubt.threat.ThreatModel;

/**
 * How a purifying defence is to be tested.
 *
 * @param attack that every attacker runs
 * @param threat what attackers may do
 * @param draws of everything random, over which those who know of the defence average at each look
 *     (EOT, Athalye et al. 2018), from 1 to {@value Draws#MOST_COPIES}
 * @param votes draws of the deployed defence on each candidate, at least 1
 * @param resubmissions how often an attacker may hand in the same candidate, from 1 to {@code
 *     votes}
 * @param seed of all draws
 */
public record PurificationPlan(
    Attack<?> attack, ThreatModel threat, int draws, int votes, int resubmissions, long seed) {
  /** Votes, unless said otherwise: as many as the judge of evaluations takes. */
  public static final int VOTES = 100;

  /** Resubmissions, unless said otherwise. */
  public static final int RESUBMISSIONS = 10;

  /** Draws at each look, unless said otherwise. */
  public static final int DRAWS = 4;

  /** Checks. */
  public PurificationPlan {
    if (draws < 1 || draws > Draws.MOST_COPIES) {
      throw new BadInputException(
          "an attacker averages over 1 to %d draws, not %d".formatted(Draws.MOST_COPIES, draws));
    }
    if (votes < 1) {
      throw new BadInputException("a candidate wants at least 1 vote, not " + votes);
    }
    if (resubmissions < 1 || resubmissions > votes) {
      throw new BadInputException(
          "resubmissions are estimated from the votes: expected from 1 to %d of them, not %d"
              .formatted(votes, resubmissions));
    }
  }

  /** With the usual draws, votes and resubmissions, and seed 0. */
  public PurificationPlan(Attack<?> attack, ThreatModel threat) {
    this(attack, threat, DRAWS, VOTES, RESUBMISSIONS, 0);
  }
}
