package dev.redoubt.certify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.attack.Pgd;
import dev.redoubt.attack.StepSize;
import dev.redoubt.certify.CertificateCheck.Finding;
import dev.redoubt.certify.CertificationPlan.Protocol;
import dev.redoubt.certify.sequential.Procedure;
import dev.redoubt.certify.smoothing.GaussianSmoothing;
import dev.redoubt.certify.smoothing.Smoothing;
import dev.redoubt.data.Batch;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetView;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.nn.architecture.Mlp;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Engine;
import dev.redoubt.tensor.Optimizer;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.ThreatModel;
import dev.redoubt.train.TinyTask;
import dev.redoubt.train.objective.SmoothingTraining;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Certificates of a network under the attack that knows the smoothing: at the certified radius it
 * contradicts none, and at three times that radius it does. A certificate that were too large, or a
 * check or an attack too weak, would show.
 */
final class AttackedCertificatesTest {
  private static final Smoothing SMOOTHING = new GaussianSmoothing(.3);
  private static final int POINTS = 16;
  private static final int RESTARTS = 5;
  private static final Dataset DATA = TinyTask.images(POINTS, 2);

  private static int threads;
  private static NetworkModel model;
  private static List<Certificate> certificates;

  @BeforeAll
  static void certify() {
    threads = Engine.threads();
    Engine.threads(1); // so small a network gains nothing by more
    model =
        new NetworkModel(
            "net",
            TinyTask.trainer(
                    TinyTask.recipe(
                        SmoothingTraining.of(SMOOTHING),
                        new Optimizer.AdamStyle(.003, 0, false),
                        12,
                        1))
                .train(
                    TinyTask.images(600, 1),
                    new Mlp(List.of(16)).graph(TinyTask.INPUT.shape(), 2, null),
                    null)
                .network(),
            TinyTask.INPUT,
            2);
    CertificationPlan plan =
        new CertificationPlan(
            SMOOTHING,
            Procedure.E_PROCESS,
            new Radii.Full(.02, .9),
            1e-5,
            20_000,
            new Protocol.Labelled(),
            4);
    certificates =
        new Certifier(plan, Device.CPU, (done, total, sure, draws) -> {}, 512, 1)
            .certify(model, DATA, CertificateJournal.NONE).certificates().stream()
                .filter(certificate -> certificate.radius() > .05)
                .toList();
    assertThat(certificates).hasSizeGreaterThanOrEqualTo(10);
  }

  @AfterAll
  static void restore() {
    Engine.threads(threads);
  }

  /** All restarts at a multiple of the radius of each certificate. */
  private static List<Finding> attacked(double factor) {
    SmoothedScores view = new SmoothedScores(model, SMOOTHING, 16);
    CertificateCheck check = CertificateCheck.of(new SmoothedClassifier(model, SMOOTHING, 1_000));
    Pgd pgd = Pgd.of(8, new StepSize.OfEpsilon(.3), 1);
    List<Finding> findings = new ArrayList<>();
    for (Certificate certificate : certificates) {
      Certificate claim = certificate.withRadius(factor * certificate.radius());
      Dataset own = DatasetView.select(DATA, (int) certificate.id());
      // So much within the radius that rounding of the point does not lead out of it.
      ThreatModel threat = new ThreatModel(SMOOTHING.norm(), claim.radius() * (1 - 1e-5));
      Scope.run(
          () -> {
            Batch batch = Batch.read(own, new int[] {0}, Device.CPU);
            for (int i = 0; i < RESTARTS; i++) {
              Tensor found =
                  pgd.propose(
                          view, batch, threat, Goal.untargeted(), batch.draws(9, "restart-" + i))
                      .points();
              findings.add(check.check(claim, batch.inputs(), found, 10));
            }
          });
    }
    assertThat(findings).hasSize(RESTARTS * certificates.size()).allMatch(Finding::within);
    return findings;
  }

  @Test
  void noPointWithinTheRadiusContradicts() {
    List<Finding> findings = attacked(1);
    assertThat(findings.stream().filter(Finding::contradicts).map(Finding::sentence)).isEmpty();
    // The attack is no mere formality: it comes close to the boundary of some.
    assertThat(findings.stream().mapToDouble(Finding::share).min().orElse(1)).isLessThan(.6);
  }

  @Test
  void radiiThatAreThreeTimesTooLargeAreContradicted() {
    List<Finding> findings = attacked(3);
    long contradicted =
        findings.stream()
            .filter(Finding::contradicts)
            .map(finding -> finding.certificate().id())
            .distinct()
            .count();
    assertThat(contradicted).isGreaterThan(certificates.size() / 2);
  }
}
