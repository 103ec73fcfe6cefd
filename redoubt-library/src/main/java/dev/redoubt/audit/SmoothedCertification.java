package dev.redoubt.audit;

import dev.redoubt.BadInputException;
import dev.redoubt.certify.CertificationPlan;
import dev.redoubt.certify.FamilyWise;
import dev.redoubt.certify.Radii;
import dev.redoubt.certify.sequential.Procedure;
import dev.redoubt.certify.smoothing.Smoothing;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.pipeline.Stage;
import dev.redoubt.purify.SmoothingEnsemble;
import dev.redoubt.threat.ThreatModel;
import java.util.List;
import java.util.Optional;

/** How the samples of an audit are certified, where the model is smoothed. */
public final class SmoothedCertification {
  /** The chance that any certificate of an audit is false. */
  public static final double ALPHA = .001;

  /** Room for rounding: a witness may be so much farther than epsilon. */
  private static final double ROUNDING = 1e-6;

  private static final int QUICK_DRAWS = 10_000;
  private static final int DRAWS = 100_000;

  private SmoothedCertification() {}

  /**
   * The plan for a model that is smoothed in the norm of the threat, by its first stage; empty for
   * any other, and where epsilon is beyond what the draws can prove.
   *
   * @param samples that are certified together: {@link #ALPHA} is shared out among them
   */
  public static Optional<CertificationPlan> of(
      Pipeline pipeline, ThreatModel under, int samples, Effort effort, long seed) {
    List<Stage> stages = pipeline.stages();
    if (stages.isEmpty() || !(stages.get(0) instanceof SmoothingEnsemble smooth)) {
      return Optional.empty();
    }
    Smoothing smoothing = smooth.smoothing();
    if (!smoothing.norm().name().equals(under.norm().name())) {
      return Optional.empty();
    }
    CertificationPlan plan =
        new CertificationPlan(
            smoothing,
            Procedure.GROUP_SEQUENTIAL,
            new Radii.Grid(List.of(under.epsilon() + ROUNDING)),
            FamilyWise.BONFERRONI.level(ALPHA, samples),
            effort == Effort.QUICK ? QUICK_DRAWS : DRAWS,
            new CertificationPlan.Protocol.Labelled(),
            seed);
    try {
      plan.test();
      return Optional.of(plan);
    } catch (BadInputException e) {
      return Optional.empty(); // epsilon is beyond what so many draws can prove
    }
  }
}
