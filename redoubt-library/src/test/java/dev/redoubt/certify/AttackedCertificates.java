package dev.redoubt.certify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.attack.Pgd;
import dev.redoubt.attack.StepSize;
import dev.redoubt.certify.CertificateCheck.Finding;
import dev.redoubt.certify.CertificationPlan.Protocol;
import dev.redoubt.certify.sequential.Procedure;
import dev.redoubt.certify.smoothing.Smoothing;
import dev.redoubt.data.Batch;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetView;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.LabelModel;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.ThreatModel;
import java.util.ArrayList;
import java.util.List;

/**
 * Certificates of a model, and the attack on them that knows the smoothing.
 *
 * @param base what is smoothed, as deployed
 * @param view the same with gradients
 * @param certificates those that are worth attacking
 */
public record AttackedCertificates(
    LabelModel base,
    GradientModel view,
    Smoothing smoothing,
    Dataset data,
    List<Certificate> certificates) {
  private static final int RESTARTS = 5;

  /**
   * Certifies all samples.
   *
   * @param draws for each at most
   */
  public static AttackedCertificates of(
      LabelModel base, GradientModel view, Smoothing smoothing, Dataset data, int draws) {
    CertificationPlan plan =
        new CertificationPlan(
            smoothing,
            Procedure.E_PROCESS,
            new Radii.Full(.02, .9),
            1e-5,
            draws,
            new Protocol.Labelled(),
            4);
    List<Certificate> certificates =
        new Certifier(plan, Device.CPU, (done, total, sure, seen) -> {}, 512, 1)
            .certify(base, data, CertificateJournal.NONE).certificates().stream()
                .filter(certificate -> certificate.radius() > .05)
                .toList();
    return new AttackedCertificates(base, view, smoothing, data, certificates);
  }

  /**
   * All restarts at a multiple of the radius of each certificate.
   *
   * @param draws of the check at each point, at most
   */
  public List<Finding> attacked(double factor, int draws) {
    SmoothedScores smoothed = new SmoothedScores(view, smoothing, 16);
    CertificateCheck check =
        new CertificateCheck(
            new SmoothedClassifier(base, smoothing, 1_000),
            Procedure.GROUP_SEQUENTIAL.grid(List.of(.5), CertificateCheck.LEVEL, draws));
    Pgd pgd = Pgd.of(8, new StepSize.OfEpsilon(.3), 1);
    List<Finding> findings = new ArrayList<>();
    for (Certificate certificate : certificates) {
      Certificate claim = certificate.withRadius(factor * certificate.radius());
      Dataset own = DatasetView.select(data, (int) certificate.id());
      // So much within the radius that rounding of the point does not lead out of it.
      ThreatModel threat = new ThreatModel(smoothing.norm(), claim.radius() * (1 - 1e-5));
      Scope.run(
          () -> {
            Batch batch = Batch.read(own, new int[] {0}, Device.CPU);
            for (int i = 0; i < RESTARTS; i++) {
              Tensor found =
                  pgd.propose(
                          smoothed,
                          batch,
                          threat,
                          Goal.untargeted(),
                          batch.draws(9, "restart-" + i))
                      .points();
              findings.add(check.check(claim, batch.inputs(), found, 10));
            }
          });
    }
    assertThat(findings).hasSize(RESTARTS * certificates.size()).allMatch(Finding::within);
    return findings;
  }

  /** How many certificates some finding contradicts. */
  public static long contradicted(List<Finding> findings) {
    return findings.stream()
        .filter(Finding::contradicts)
        .map(finding -> finding.certificate().id())
        .distinct()
        .count();
  }
}
