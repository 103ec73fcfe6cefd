package dev.redoubt.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.audit.check.Stages;
import dev.redoubt.data.Dataset;
import dev.redoubt.evaluate.SampleOutcome;
import dev.redoubt.evaluate.Status;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.LabelModel;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.testing.Withheld;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Audits from beginning to end, of models whose robustness is known. */
final class AuditorTest {
  private static AuditPlan plan(double epsilon, double claim) {
    AuditPlan plan = Investigations.plan(epsilon);
    return Investigations.plan(plan.threat(), OptionalDouble.of(claim), plan.arsenal());
  }

  private static Audit audit(Pipeline pipeline, Dataset data, AuditPlan plan) {
    return new Auditor(plan, Device.CPU, AuditListener.none())
        .audit(pipeline, data, AuditJournal.none());
  }

  private static Audit audit(LabelModel model, Dataset data, AuditPlan plan) {
    return audit(Pipeline.of(model), data, plan);
  }

  private static List<String> ids(Audit audit) {
    return audit.checks().stream().map(CheckResult::id).toList();
  }

  private static CheckResult check(Audit audit, String id) {
    return audit.checks().stream().filter(c -> c.id().equals(id)).findFirst().orElseThrow();
  }

  /** 4 of 200 points are within reach. */
  @Test
  void anHonestNetIsCredibleAtItsOwnNumber() {
    List<Integer> done = new ArrayList<>();
    List<Integer> parts = new ArrayList<>();
    Audit audit =
        new Auditor(
                plan(.0101, .98),
                Device.CPU,
                (name, before, all) -> {
                  done.add(before);
                  parts.add(all);
                })
            .audit(Pipeline.of(Halves.threshold()), Halves.spread(200), AuditJournal.none());
    assertThat(audit.ruling().verdict())
        .as(audit.ruling().reasons().toString())
        .isEqualTo(Verdict.CREDIBLE);
    assertThat(audit.robust()).isEqualTo(Share.of(196, 200));
    assertThat(audit.clean()).isEqualTo(Share.of(200, 200));
    assertThat(audit.certified()).isNull();
    assertThat(Objects.requireNonNull(audit.naive()).estimate()).isEqualTo(.98);
    assertThat(audit.checks()).noneMatch(CheckResult::flag);
    assertThat(ids(audit)).isSorted().contains("H1", "H2", "H3", "H4", "H5", "H6", "H7", "S2");
    List<String> skipped = audit.notRun().stream().map(NotRun::what).toList();
    for (String id : List.of("H8", "H9", "S1", "S3", "S4", "S5", "S6", "S7")) {
      assertThat(ids(audit).contains(id) || skipped.stream().anyMatch(w -> w.startsWith(id)))
          .as(id)
          .isTrue();
    }
    assertThat(audit.curve()).isPresent();
    assertThat(audit.landscapes()).hasSize(4);
    assertThat(audit.calibration().orElseThrow().clean().accuracy()).isEqualTo(1);
    assertThat(audit.calibration().orElseThrow().attacked().accuracy())
        .as("under attack what is broken is wrong")
        .isCloseTo(.98, within(1e-9));
    for (SampleEvidence sample : audit.evidence()) {
      assertThat(sample.witness() != null).isEqualTo(!sample.isRobust());
      assertThat(sample.outcome().queries()).isPositive();
    }
    assertThat(done).isSorted();
    assertThat(parts).containsOnly(parts.get(0));
    assertThat(done.get(done.size() - 1)).isEqualTo(parts.get(0) - 1);
  }

  @Test
  void aboveItsNumberItIsRefuted() {
    Audit audit = audit(Halves.threshold(), Halves.spread(60), plan(.1, .95));
    assertThat(audit.ruling().verdict()).isEqualTo(Verdict.REFUTED);
    assertThat(audit.robust()).isEqualTo(Share.of(48, 60));
    assertThat(audit.ruling().sentence()).contains("95.0 %", "linf:0.1", "80.0 %");
  }

  /** Who trusts its gradients finds next to nothing. */
  @Test
  void aNetThatHidesItsGradientsIsRefutedAllTheSame() {
    Audit audit = audit(Halves.flat(), Halves.spread(60), plan(.1, .95));
    assertThat(Objects.requireNonNull(audit.naive()).estimate()).isGreaterThan(.9);
    assertThat(audit.robust()).isEqualTo(Share.of(48, 60));
    assertThat(audit.ruling().verdict()).isEqualTo(Verdict.REFUTED);
    assertThat(check(audit, "H1").flag()).isTrue();
    assertThat(check(audit, "H1").resolved()).isTrue();
    assertThat(check(audit, "H2").remedy()).contains("numerical");
  }

  /** The stage moves what the classifier sees; whoever ignores it is not led astray by it. */
  @Test
  void aStageThatDetachesIsNoProtection() {
    Pipeline pipeline =
        Pipeline.of(
            Halves.threshold(), new Stages.Detaching(-.05f, new Declaration.Backward.Exact()));
    float[] points = new float[30];
    for (int i = 0; i < points.length; i++) {
      points[i] = .505f + i * .001f;
    }
    Audit audit = audit(pipeline, Halves.points(new int[30], points), plan(.1, .9));
    assertThat(audit.ruling().verdict()).isEqualTo(Verdict.REFUTED);
    assertThat(audit.robust().estimate()).isZero();
    assertThat(check(audit, "H1").flag()).isTrue();
    assertThat(check(audit, "H2").flag()).isTrue();
  }

  /** What is compared of a run: all but times. */
  private static String evidence(Audit audit) {
    StringBuilder text = new StringBuilder();
    for (SampleEvidence sample : audit.evidence()) {
      text.append(sample.outcome()).append(Arrays.toString(sample.witness())).append('\n');
    }
    audit
        .checks()
        .forEach(
            c ->
                text.append(c.id())
                    .append(c.flag())
                    .append(c.resolved())
                    .append(c.figures())
                    .append(c.remedy())
                    .append('\n'));
    return text.append(audit.notRun()).append(audit.ruling()).toString();
  }

  private static AuditPlan with(AuditPlan plan, long seed, int batch, int workers) {
    return new AuditPlan(
        plan.threat(),
        plan.claim(),
        plan.arsenal(),
        plan.effort(),
        seed,
        batch,
        workers,
        plan.twins(),
        plan.certification());
  }

  @Test
  void theSameSeedGivesTheSameEvidenceInWhateverBatches() {
    AuditPlan plan = plan(.1, .7);
    Dataset data = Halves.spread(40);
    String once = evidence(audit(Halves.misleading(), data, with(plan, 3, 64, 1)));
    assertThat(evidence(audit(Halves.misleading(), data, with(plan, 3, 7, 2)))).isEqualTo(once);
    assertThat(evidence(audit(Halves.misleading(), data, with(plan, 4, 64, 1)))).isNotEqualTo(once);
  }

  @Test
  void anAuditThatWasStoppedGoesOnWhereItWas() {
    AuditPlan plan = with(plan(.1, .7), 3, 16, 1);
    Dataset data = Halves.spread(40);
    KeptRuns journal = new KeptRuns();
    Auditor auditor = new Auditor(plan, Device.CPU, AuditListener.none());
    Pipeline pipeline = Pipeline.of(Halves.misleading());
    journal.allow(Integer.MAX_VALUE);
    String whole = evidence(auditor.audit(pipeline, data, journal));
    int all = journal.writes();
    KeptRuns killed = new KeptRuns();
    killed.allow(all / 2);
    assertThatThrownBy(() -> auditor.audit(pipeline, data, killed)).hasMessageContaining("killed");
    killed.allow(Integer.MAX_VALUE);
    assertThat(evidence(auditor.audit(pipeline, data, killed))).isEqualTo(whole);
    assertThat(killed.writes()).isLessThanOrEqualTo(all - all / 2 + 2);
  }

  @Test
  void ofABlackBoxWithScoresTheChecksWithoutGradientsAreRun() {
    LabelModel blackBox = Withheld.scores(Halves.threshold());
    Audit audit = audit(blackBox, Halves.spread(60), plan(.1, .75));
    assertThat(audit.ruling().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(ids(audit)).containsExactly("H3", "H4", "H7");
    assertThat(audit.notRun())
        .anyMatch(n -> n.what().startsWith("H1") && n.why().contains("black box"))
        .anyMatch(n -> n.what().equals("Attack apgd-ce"))
        .noneMatch(n -> n.what().equals("Attack square"));
    assertThat(audit.ruling().reasons()).anyMatch(r -> r.startsWith("Not run: H1"));
    assertThat(audit.naive()).isNull();
    assertThat(audit.curve()).isEmpty();
    assertThat(audit.landscapes()).isEmpty();
    assertThat(audit.calibration()).isEmpty();
    assertThat(audit.robust().estimate()).isBetween(.8, .95);
    assertThat(audit(blackBox, Halves.spread(60), plan(.1, 1)).ruling().verdict())
        .isEqualTo(Verdict.REFUTED);
  }

  @Test
  void ofABlackBoxWithLabelsAttacksByLabelsAreRun() {
    Audit audit = audit(Withheld.labels(Halves.threshold()), Halves.spread(60), plan(.1, .75));
    assertThat(audit.ruling().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(ids(audit)).containsExactly("H3", "H4", "H7");
    assertThat(audit.notRun()).anyMatch(n -> n.what().equals("Attack square"));
    assertThat(audit.evidence())
        .anyMatch(sample -> Objects.equals(sample.outcome().attack(), "random-points"));
    assertThat(check(audit, "H7").isVoid()).isTrue();
  }

  @Test
  void tooFewSamplesAreRefusedWithTheNumberThatIsNeeded() {
    Dataset data = Halves.spread(18);
    assertThatThrownBy(() -> audit(Halves.threshold(), data, plan(.1, .9)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("0.9")
        .hasMessageContaining("18 samples")
        .hasMessageContaining("19 are needed");
    Auditor auditor = new Auditor(plan(.1, .9), Device.CPU, AuditListener.none());
    auditor.check(Pipeline.of(Halves.threshold()), Halves.spread(19));
    Auditor without = new Auditor(Investigations.plan(.1), Device.CPU, AuditListener.none());
    without.check(Pipeline.of(Halves.threshold()), Halves.spread(1));
  }

  @Test
  void claimsOutsideOfSharesAreRefused() {
    for (double claim : new double[] {-.01, 1.01, Double.NaN}) {
      assertThatThrownBy(() -> plan(.1, claim))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("[0, 1]")
          .hasMessageContaining(String.valueOf(claim));
    }
  }

  /** Four of ten are wrong without an attack. */
  @Test
  void aClaimAboveCleanAccuracyIsRefuted() {
    float[] points = new float[40];
    int[] labels = new int[40];
    for (int i = 0; i < points.length; i++) {
      points[i] = i % 2 == 0 ? .2f : .8f;
      labels[i] = (i % 2 + (i % 10 < 4 ? 1 : 0)) % 2;
    }
    Audit audit = audit(Halves.threshold(), Halves.points(labels, points), plan(.01, .9));
    assertThat(audit.clean().estimate()).isEqualTo(.6);
    assertThat(audit.robust().estimate()).isEqualTo(.6);
    assertThat(audit.ruling().verdict()).isEqualTo(Verdict.REFUTED);
  }

  @Test
  void whatIsProvenIsCertified() {
    Audit audit = audit(Smoothed.pipeline(), Smoothed.data(13, 0), Smoothed.plan(.7));
    assertThat(audit.certified()).isEqualTo(Share.of(13, 13));
    assertThat(audit.ruling().verdict()).isEqualTo(Verdict.CERTIFIED);
    assertThat(audit.robust().estimate()).isEqualTo(1);
    assertThat(audit.evaluation().samples()).as("nothing is left to attack").isZero();
    assertThat(audit.evidence())
        .allMatch(sample -> sample.isCertifiedAt(Smoothed.EPSILON) && sample.isRobust());
  }

  @Test
  void whatIsNotProvenIsAttacked() {
    Audit audit = audit(Smoothed.pipeline(), Smoothed.data(12, 8), Smoothed.plan(.9));
    assertThat(audit.certified()).isEqualTo(Share.of(12, 20));
    assertThat(audit.robust()).isEqualTo(Share.of(12, 20));
    assertThat(audit.ruling().verdict()).isEqualTo(Verdict.REFUTED);
    assertThat(audit.evidence().get(19).outcome().vote()).isNotNull();
  }

  /** A certificate of what an attack breaks is a bug, and no verdict. */
  @Test
  void aCertificateThatIsContradictedStopsTheAudit() {
    Dataset data = Smoothed.data(5, 8);
    Auditor auditor = new Auditor(Smoothed.plan(.5), Device.CPU, AuditListener.none());
    assertThatThrownBy(() -> auditor.audit(Smoothed.pipeline(), data, Smoothed.forging(9)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("this is a bug");
  }

  /** Nothing breaks it, not even without limits: known to look like masking. */
  @Test
  void aConstantModelIsSuspicious() {
    Audit audit = audit(Halves.constant(), Halves.spread(40), plan(.1, .3));
    assertThat(audit.ruling().verdict()).isEqualTo(Verdict.MASKING_SUSPECTED);
    assertThat(check(audit, "H5").unresolved()).isTrue();
    assertThat(audit.robust().estimate()).isEqualTo(.5);
    assertThat(audit(Halves.constant(), Halves.spread(40), plan(.1, .9)).ruling().verdict())
        .isEqualTo(Verdict.REFUTED);
  }

  @Test
  void whereNothingIsRightNothingIsRobust() {
    Dataset wrong = Halves.points(new int[] {1, 0, 1, 0}, .2f, .8f, .3f, .9f);
    Audit audit = audit(Halves.threshold(), wrong, Investigations.plan(.1));
    assertThat(audit.clean().estimate()).isZero();
    assertThat(audit.robust().estimate()).isZero();
    assertThat(audit.naive()).isNull();
    assertThat(audit.checks()).noneMatch(CheckResult::unresolved);
    assertThat(audit.evidence())
        .extracting(sample -> sample.outcome().status())
        .containsOnly(Status.MISCLASSIFIED);
  }

  /** A third logit that comes and goes, and is never the largest. */
  static Scripted undeclared() {
    AtomicInteger calls = new AtomicInteger();
    NetworkModel threshold = Halves.threshold();
    return new Scripted(
        (x, draws) -> {
          float[] more = {0, 0, calls.getAndIncrement() % 3};
          return threshold.logitsOnTape(x, draws).plus(Tensors.of(more, 1, 3));
        },
        Declaration.PLAIN);
  }

  @Test
  void whatIsRandomWithoutSayingSoIsVotedOn() {
    Audit audit = audit(undeclared(), Halves.spread(20), plan(.1, .7));
    assertThat(check(audit, "H3").flag()).isTrue();
    assertThat(check(audit, "H3").remedy()).isEqualTo("treated as random");
    assertThat(audit.evidence().stream().map(SampleEvidence::outcome).map(SampleOutcome::vote))
        .doesNotContainNull();
    assertThat(audit.robust()).isEqualTo(Share.of(16, 20));
    assertThat(Stream.of(Verdict.CREDIBLE, Verdict.CERTIFIED))
        .doesNotContain(audit.ruling().verdict());
  }
}
