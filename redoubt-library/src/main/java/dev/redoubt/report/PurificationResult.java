package dev.redoubt.report;

import dev.redoubt.purify.trial.Attacker;
import dev.redoubt.purify.trial.Estimate;
import dev.redoubt.purify.trial.Outcome;
import java.util.Locale;

/**
 * What is left after one attacker, as shares of all samples.
 *
 * @param name of the attacker
 * @param kind {@code nobody}, {@code oblivious}, {@code weaker} or {@code adaptive}
 * @param follows what he follows, in words; empty for nobody
 * @param draws over which he averages at each look
 * @param fixedDraws whether the defence answers with the same draws each time
 * @param singleShot chance that a candidate is classified rightly that is handed in once
 * @param worstOfResubmissions chance that it is classified rightly each time
 * @param majorityVote share of samples of whose candidates at least half of the votes are right
 * @param forwards forward passes of the classifier in the attack, in samples
 * @param backwards backward passes
 * @param seconds that the attack took
 * @param refused candidates that counted as the clean sample, since they were no numbers, too far
 *     away or out of range
 */
public record PurificationResult(
    String name,
    String kind,
    String follows,
    int draws,
    boolean fixedDraws,
    Estimate singleShot,
    Estimate worstOfResubmissions,
    Estimate majorityVote,
    long forwards,
    long backwards,
    double seconds,
    int refused) {
  /** From what an attacker has reached. */
  public static PurificationResult of(Outcome outcome, int resubmissions) {
    Attacker attacker = outcome.attacker();
    return new PurificationResult(
        attacker.name(),
        attacker.kind().name().toLowerCase(Locale.ROOT),
        attacker.follows(),
        attacker.draws(),
        attacker.hasFixedDraws(),
        outcome.singleShot(),
        outcome.worstOf(resubmissions),
        outcome.majority(),
        outcome.tally().forwards(),
        outcome.tally().backwards(),
        outcome.tally().seconds(),
        outcome.refused());
  }
}
