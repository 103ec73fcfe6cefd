package dev.redoubt.compare;

import dev.redoubt.BadInputException;
import dev.redoubt.audit.Effort;
import dev.redoubt.threat.ThreatModel;

/**
 * How everything that is compared is measured.
 *
 * @param threat what attackers may do; the same for all
 * @param effort of the audits
 * @param trial how defences are measured that an audit would take too long for
 * @param seed keys all draws
 * @param batchSize samples together, at least 1
 * @param workers batches at a time, at least 1
 */
public record ComparisonPlan(
    ThreatModel threat, Effort effort, Trial trial, long seed, int batchSize, int workers) {
  /**
   * A trial at reduced cost.
   *
   * @param samples the first so many of those that the others are measured on
   * @param steps of PGD on the margin, a run each for the attacker who knows of the defence and the
   *     one who does not
   * @param draws that the former averages over at each look (EOT)
   * @param votes of the deployed defence on each candidate
   */
  public record Trial(int samples, int steps, int draws, int votes) {
    /** 64 samples, 20 steps, 4 draws, and as many votes as everywhere. */
    public static final Trial USUAL = new Trial(64, 20, 4, 100);

    /** Checks. */
    public Trial {
      if (samples < 1 || steps < 1 || draws < 1 || votes < 1) {
        throw new BadInputException("a trial wants at least 1 sample, step, draw and vote");
      }
    }
  }
}
