package dev.redoubt.audit;

import dev.redoubt.attack.Attack;
import dev.redoubt.attack.Pgd;
import dev.redoubt.attack.RandomPoints;
import dev.redoubt.attack.StepSize;
import dev.redoubt.attack.UniformNoise;
import dev.redoubt.attack.apgd.Apgd;
import dev.redoubt.attack.apgd.Ascent;
import dev.redoubt.attack.square.Square;
import dev.redoubt.data.Dataset;
import dev.redoubt.evaluate.SampleOutcome;
import dev.redoubt.evaluate.Status;
import dev.redoubt.loss.CrossEntropy;
import dev.redoubt.loss.Loss;
import dev.redoubt.loss.Margin;
import dev.redoubt.model.LabelModel;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.tensor.Device;
import dev.redoubt.threat.Linf;
import dev.redoubt.threat.ThreatModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/** Audits under way, with attacks that take milliseconds. */
public final class Investigations {
  private Investigations() {}

  /** An attack by gradients. */
  public static Apgd climbing(String name, Loss loss, int steps) {
    return new Apgd(name, loss, new Ascent(steps, 1, 1, false));
  }

  /** Few steps; the main cascade is noise, the attacks that are given, and Square. */
  public static Arsenal arsenal(Attack<?>... gradients) {
    List<Attack<?>> main = new ArrayList<>(List.of(new UniformNoise()));
    main.addAll(List.of(gradients));
    main.add(new Square(40));
    return new Arsenal(
        main,
        Pgd.of(10, new StepSize.OfEpsilon(.25), 1),
        List.of(new Apgd("apgd-more", new Margin(), new Ascent(20, 2, 1, false))),
        climbing("apgd-margin", new Margin(), 10),
        new Apgd("apgd-margin", new Margin(), new Ascent(40, 3, 1, false)),
        List.of(
            climbing("apgd-ce", new CrossEntropy(), 10), climbing("apgd-margin", new Margin(), 10)),
        queries -> List.of(new Square(40)),
        List.of(new RandomPoints(20)));
  }

  /** The same with cross-entropy and the margin in the main cascade. */
  public static Arsenal arsenal() {
    return arsenal(
        climbing("apgd-ce", new CrossEntropy(), 10), climbing("apgd-margin", new Margin(), 10));
  }

  /** A quick plan without certificates and twins. */
  public static AuditPlan plan(ThreatModel threat, OptionalDouble claim, Arsenal arsenal) {
    return new AuditPlan(
        threat,
        claim.isPresent() ? Optional.of(claim.getAsDouble()) : Optional.empty(),
        arsenal,
        Effort.QUICK,
        3,
        64,
        1,
        List.of(),
        Optional.empty());
  }

  /** The same under Linf without a claim. */
  public static AuditPlan plan(double epsilon, Arsenal arsenal) {
    return plan(new ThreatModel(new Linf(), epsilon), OptionalDouble.empty(), arsenal);
  }

  /** The same with the usual attacks. */
  public static AuditPlan plan(double epsilon) {
    return plan(epsilon, arsenal());
  }

  /** Nothing has been looked at. */
  public static Investigation begun(Pipeline pipeline, Dataset dataset, AuditPlan plan) {
    return new Investigation(
        plan, pipeline, dataset, Device.CPU, AuditJournal.none(), AuditListener.none());
  }

  /** The clean predictions are known. */
  public static Investigation clean(Pipeline pipeline, Dataset dataset, AuditPlan plan) {
    Investigation investigation = begun(pipeline, dataset, plan);
    known(investigation);
    return investigation;
  }

  /** The clean predictions are looked at. */
  public static void known(Investigation investigation) {
    investigation
        .evidence()
        .add(
            "",
            investigation.all(),
            investigation.measure(
                "clean",
                investigation.pipeline(),
                List.of(new UniformNoise()),
                investigation.all(),
                investigation.threat()));
  }

  /** Made-up evidence: some are robust, then some are refused unattacked, the others broken. */
  public static Investigation given(
      Pipeline pipeline, Dataset dataset, AuditPlan plan, int robust, int refused) {
    Investigation investigation = begun(pipeline, dataset, plan);
    for (int i = 0; i < dataset.size(); i++) {
      Status status =
          i < robust
              ? Status.SURVIVED
              : i < robust + refused ? Status.MISCLASSIFIED : Status.BROKEN;
      int clean = status == Status.MISCLASSIFIED ? LabelModel.NO_CLASS : 0;
      SampleOutcome outcome =
          new SampleOutcome(i, 0, clean, status, null, clean, 0, false, 1, null, null);
      investigation.evidence().restore(i, new SampleEvidence(outcome, null, null), false);
    }
    return investigation;
  }

  /** A figure that a check gives. */
  public static double number(Check.Seen seen, String figure) {
    return ((Number) Objects.requireNonNull(seen.figures().get(figure))).doubleValue();
  }

  /** The main cascade has run. */
  public static Investigation attacked(LabelModel model, Dataset dataset, AuditPlan plan) {
    Investigation investigation = clean(Pipeline.of(model), dataset, plan);
    investigation.attack("", plan.arsenal().main(), investigation.all());
    return investigation;
  }
}
