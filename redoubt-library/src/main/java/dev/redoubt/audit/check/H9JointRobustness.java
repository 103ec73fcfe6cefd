package dev.redoubt.audit.check;

import dev.redoubt.audit.Check;
import dev.redoubt.audit.Investigation;
import dev.redoubt.audit.Percent;
import dev.redoubt.audit.SampleEvidence;
import dev.redoubt.model.LabelModel;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a detector holds against those who attack it together with the classifier (Carlini and
 * Wagner 2017, "Adversarial examples are not easily detected"; Tramèr 2022). Flags joint robust
 * accuracy more than 3 points below the claim, or a detector that refuses more than 5 % of clean
 * samples, at which its numbers are not comparable. The evidence is from joint attacks anyway, so
 * there is no remedy.
 */
public final class H9JointRobustness implements Check {
  private static final double BELOW = .03;
  private static final double FALSE_POSITIVES = .05;

  /** What chance may add to the rate on so many samples: two standard deviations. */
  private static final double CHANCE = 2;

  @Override
  public String id() {
    return "H9";
  }

  @Override
  public String title() {
    return "The detector holds when attacked as well";
  }

  @Override
  public String rule() {
    return "Flags robust accuracy under attacks on classifier and detector together that is more than 3 points below the claim, or false positives above 5 %.";
  }

  @Override
  public String source() {
    return "Carlini and Wagner 2017, Adversarial examples are not easily detected; Tramèr et al. 2020";
  }

  @Override
  public Optional<String> obstacle(Investigation investigation) {
    return investigation.pipeline().rejects()
        ? Optional.empty()
        : Optional.of("Nothing in the model rejects inputs.");
  }

  @Override
  public Seen look(Investigation investigation) {
    List<SampleEvidence> all = investigation.evidence().all();
    int n = all.size();
    long refused =
        all.stream().filter(s -> s.outcome().cleanPrediction() == LabelModel.NO_CLASS).count();
    double rate = (double) refused / n;
    double joint = investigation.evidence().robustAccuracy();
    Map<String, Object> figures =
        Check.figures("samples", n, "false_positive_rate", rate, "joint_robust_accuracy", joint);
    double allowed =
        FALSE_POSITIVES + CHANCE * Math.sqrt(FALSE_POSITIVES * (1 - FALSE_POSITIVES) / n);
    if (rate > allowed) {
      return Seen.flagged(
          figures,
          null,
          Remedied.NO,
          "The detector refuses %s of clean samples, more than the 5 %% at which detectors are compared: set its threshold anew."
              .formatted(Percent.of(rate)));
    }
    double wanted = investigation.plan().claim().orElse(joint);
    return joint < wanted - BELOW
        ? Seen.flagged(
            figures,
            null,
            Remedied.NO,
            "Attackers who know of the detector leave %s, far less than is claimed: it holds only against those who don't."
                .formatted(Percent.of(joint)))
        : Seen.clean(
            figures,
            "Against those who attack classifier and detector together %s is left."
                .formatted(Percent.of(joint)));
  }
}
