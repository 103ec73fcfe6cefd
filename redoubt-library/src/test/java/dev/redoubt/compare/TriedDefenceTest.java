package dev.redoubt.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.audit.Effort;
import dev.redoubt.audit.Halves;
import dev.redoubt.audit.Refutation;
import dev.redoubt.audit.Share;
import dev.redoubt.audit.Verdict;
import dev.redoubt.data.Dataset;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.purify.trial.Attacker;
import dev.redoubt.purify.trial.TrialJournal;
import dev.redoubt.tensor.Device;
import dev.redoubt.threat.ThreatModel;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What a trial in place of an audit may say, and what it may not. */
final class TriedDefenceTest {
  private static final Pipeline MIRRORED =
      Pipeline.of(Halves.threshold(), new Mirrored(Halves.INPUT, true));

  private static TriedDefence.Result measure(Dataset data, String threat) {
    ComparisonPlan plan =
        new ComparisonPlan(
            ThreatModel.parse(threat),
            Effort.QUICK,
            new ComparisonPlan.Trial(30, 5, 2, 10),
            3,
            64,
            1);
    return new TriedDefence(plan, Device.CPU, 8)
        .measure(MIRRORED, data, TrialJournal.none(), (attacker, done, total) -> {});
  }

  private static Dataset points(int n, float value) {
    float[] points = new float[n];
    int[] labels = new int[n];
    Arrays.fill(points, value);
    Arrays.fill(labels, 1);
    return Halves.points(labels, points);
  }

  @Test
  void witnessesAloneRefute() {
    TriedDefence.Result result = measure(points(40, .45f), "linf:0.1");
    Findings findings = result.findings();
    assertThat(result.outcomes())
        .extracting(outcome -> outcome.attacker().kind())
        .containsExactly(Attacker.Kind.NOBODY, Attacker.Kind.OBLIVIOUS, Attacker.Kind.ADAPTIVE);
    assertThat(findings.samples()).as("no more than the trial takes").isEqualTo(30);
    assertThat(findings.clean()).isEqualTo(Share.of(30, 30));
    assertThat(findings.oblivious()).isEqualTo(Share.of(30, 30));
    assertThat(findings.adaptive()).isEqualTo(Share.of(0, 30));
    assertThat(findings.verdict()).isEqualTo(Verdict.REFUTED);
    assertThat(findings.sentence()).contains("100.0 %", "linf:0.1", "leaves 0.0 %");
  }

  /** Nothing is broken, which without checks is no reason to believe anything. */
  @Test
  void nothingConfirms() {
    Findings findings = measure(points(30, .1f), "linf:0.1").findings();
    assertThat(findings.adaptive()).isEqualTo(Share.of(30, 30));
    assertThat(findings.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(findings.certified()).isNull();
    assertThat(findings.notRun()).anyMatch(item -> item.what().contains("H1 to H9"));
  }

  /** The upper bound of nothing in n is {@code 1 - .01^(1/n)}. */
  @Test
  void aClaimIsRefutedAboveTheUpperBound() {
    double most = 1 - Math.pow(.01, 1.0 / 24);
    assertThat(Refutation.most(0, 24)).isCloseTo(most, within(1e-9));
    assertThat(Refutation.of(most + 1e-6, 0, 24)).isTrue();
    assertThat(Refutation.of(most - 1e-6, 0, 24)).isFalse();
  }
}
