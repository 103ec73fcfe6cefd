package dev.redoubt.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.audit.AuditJournal;
import dev.redoubt.audit.AuditListener;
import dev.redoubt.audit.Effort;
import dev.redoubt.audit.Halves;
import dev.redoubt.audit.Investigations;
import dev.redoubt.audit.Share;
import dev.redoubt.audit.Verdict;
import dev.redoubt.certify.smoothing.GaussianSmoothing;
import dev.redoubt.data.Dataset;
import dev.redoubt.evaluate.EvaluationListener;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.purify.SmoothingEnsemble;
import dev.redoubt.tensor.Device;
import dev.redoubt.threat.ThreatModel;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Defences whose worth is known, as an audit measures them. */
final class AuditedDefenceTest {
  private static final AuditedDefence.Listener NOBODY =
      new AuditedDefence.Listener() {
        @Override
        public EvaluationListener oblivious() {
          return (done, total, clean, robust) -> {};
        }

        @Override
        public AuditListener audit() {
          return AuditListener.none();
        }
      };

  private static AuditedDefence.Result measure(Pipeline pipeline, Dataset data, String threat) {
    ComparisonPlan plan =
        new ComparisonPlan(
            ThreatModel.parse(threat), Effort.QUICK, ComparisonPlan.Trial.USUAL, 3, 64, 1);
    return new AuditedDefence(plan, Investigations.arsenal(), Device.CPU)
        .measure(pipeline, data, AuditJournal.none(), NOBODY);
  }

  @Test
  void withoutStagesThereIsNothingToKnowAndNothingIsClaimed() {
    AuditedDefence.Result result =
        measure(Pipeline.of(Halves.threshold()), Halves.spread(60), "linf:0.1");
    Findings findings = result.findings();
    assertThat(findings.adaptive()).isEqualTo(Share.of(48, 60));
    assertThat(findings.oblivious()).isEqualTo(findings.adaptive());
    assertThat(findings.claim()).isNull();
    assertThat(findings.certified()).isNull();
    assertThat(findings.verdict()).isEqualTo(result.audit().ruling().verdict());
  }

  /** All points are within reach of who knows which way to go. */
  @Test
  void whatHoldsOnlyAsLongAsItIsSecretIsRefuted() {
    float[] points = new float[40];
    int[] labels = new int[points.length];
    for (int i = 0; i < points.length; i++) {
      points[i] = i % 2 == 0 ? .45f : .55f;
      labels[i] = i % 2 == 0 ? 1 : 0;
    }
    Findings findings =
        measure(
                Pipeline.of(Halves.threshold(), new Mirrored(Halves.INPUT, false)),
                Halves.points(labels, points),
                "linf:0.1")
            .findings();
    assertThat(findings.clean()).isEqualTo(Share.of(40, 40));
    assertThat(findings.oblivious().estimate()).isGreaterThan(.6);
    assertThat(findings.adaptive().estimate()).isZero();
    assertThat(findings.apparent()).isEqualTo(findings.oblivious().estimate());
    assertThat(findings.claim()).isEqualTo(findings.oblivious().estimate());
    assertThat(findings.verdict()).isEqualTo(Verdict.REFUTED);
  }

  /** Far points are proven, near ones can't be. */
  @Test
  void whatIsProvenIsClaimedAndCertified() {
    float[] points = new float[30];
    Arrays.fill(points, 0, 24, .1f);
    Arrays.fill(points, 24, 30, .49f);
    Findings findings =
        measure(
                Pipeline.of(
                    Halves.threshold(),
                    new SmoothingEnsemble(new GaussianSmoothing(.1), 5, Halves.INPUT)),
                Halves.points(new int[30], points),
                "l2:0.1")
            .findings();
    Share proven = Share.of(24, 30);
    assertThat(findings.certified()).isEqualTo(proven);
    assertThat(findings.claim()).isBetween(proven.low() - .001, proven.low());
    assertThat(findings.verdict()).isEqualTo(Verdict.CERTIFIED);
  }

  /** Three samples can't tell whether three in three hold. */
  @Test
  void tooFewSamplesForAClaimMakeNone() {
    Findings findings =
        measure(
                Pipeline.of(Halves.threshold(), new Mirrored(Halves.INPUT, false)),
                Halves.points(new int[] {1, 1, 1}, new float[] {.1f, .1f, .1f}),
                "linf:0.1")
            .findings();
    assertThat(findings.oblivious()).isEqualTo(Share.of(3, 3));
    assertThat(findings.claim()).isNull();
  }
}
