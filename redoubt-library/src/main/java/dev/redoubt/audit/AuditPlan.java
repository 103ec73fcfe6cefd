package dev.redoubt.audit;

import dev.redoubt.BadInputException;
import dev.redoubt.certify.CertificationPlan;
import dev.redoubt.model.GradientModel;
import dev.redoubt.threat.ThreatModel;
import java.util.List;
import java.util.Optional;

/**
 * What an audit is to judge, and how.
 *
 * @param threat what the attacker may do
 * @param claim the robust accuracy that is claimed, in [0, 1]; empty if none is, and what is
 *     measured is judged
 * @param arsenal the attacks
 * @param effort how much is done
 * @param seed keys all draws
 * @param batchSize samples together, at least 1
 * @param workers batches at a time, at least 1
 * @param twins undefended models for the same inputs and classes, from which attacks are carried
 *     over; may be empty, then one is trained to imitate the model
 * @param certification how samples are certified; empty if they can't be
 */
public record AuditPlan(
    ThreatModel threat,
    Optional<Double> claim,
    Arsenal arsenal,
    Effort effort,
    long seed,
    int batchSize,
    int workers,
    List<GradientModel> twins,
    Optional<CertificationPlan> certification) {
  /** Checks and copies. */
  public AuditPlan {
    twins = List.copyOf(twins);
    if (claim.filter(share -> !(share >= 0 && share <= 1)).isPresent()) {
      throw new BadInputException(
          "a claim is a share of the samples in [0, 1], such as 0.45, not " + claim.get());
    }
    if (batchSize < 1 || workers < 1) {
      throw new BadInputException(
          "batch size and workers must be at least 1, not %d and %d".formatted(batchSize, workers));
    }
  }

  /** Whether so many samples can tell whether a claim holds. */
  public static boolean enough(double claim, int samples) {
    return samples >= SampleSize.needed(claim);
  }

  /** The same with twins. */
  public AuditPlan withTwins(List<GradientModel> others) {
    return new AuditPlan(
        threat, claim, arsenal, effort, seed, batchSize, workers, others, certification);
  }
}
