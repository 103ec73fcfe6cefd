package dev.redoubt.certify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redoubt.BadInputException;
import dev.redoubt.certify.CertificationPlan.Protocol;
import dev.redoubt.certify.sequential.Procedure;
import dev.redoubt.certify.smoothing.GaussianSmoothing;
import dev.redoubt.tensor.Device;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** Guarantees of all certificates together. */
final class FamilyWiseTest {
  private static CertificationPlan plan(Procedure procedure, double alpha, Double... radii) {
    return new CertificationPlan(
        new GaussianSmoothing(0.25),
        procedure,
        new Radii.Grid(List.of(radii)),
        alpha,
        2_000,
        new Protocol.Labelled(),
        3);
  }

  private static Certificate abstained(int id, double pValue) {
    return new Certificate(
        id, 1, Certificate.ABSTAIN, 0, 0, 2_000, 0, .0001, .25, 3, false, pValue, 0);
  }

  /** Holm's own example of the procedure: it goes on until the first that is too large. */
  @Test
  void holmStepsDownUntilOneIsTooLarge() {
    double[] values = {0.011, 0.4, 0.002, 0.018, 0.03};
    List<Certificate> made = DoubleStream.of(values).mapToObj(p -> abstained(0, p)).toList();
    List<Certificate> completed =
        FamilyWise.HOLM.complete(made, plan(Procedure.FIXED, 0.01, 0.1), 0.05);
    // .002 ≤ .05/5, .011 ≤ .05/4, .018 > .05/3 ends it, and .03 ≤ .05/1 must not begin anew.
    assertThat(completed)
        .extracting(Certificate::abstains)
        .containsExactly(false, true, false, true, true);
    assertThat(completed.get(0).radius()).isEqualTo(0.1);
    assertThat(completed.get(0).correct()).isTrue();
  }

  @Test
  void bonferroniDividesAndHolmCertifiesNoLess() {
    assertThat(FamilyWise.NONE.level(0.001, 500)).isEqualTo(0.001);
    assertThat(FamilyWise.BONFERRONI.level(0.05, 100)).isEqualTo(0.0005);
    double[] distances = new double[40];
    Arrays.setAll(distances, i -> 0.1 + 0.003 * i);
    CertificationPlan plan =
        plan(Procedure.FIXED, FamilyWise.HOLM.level(0.05, distances.length), 0.1);
    List<Certificate> bonferroni =
        new Certifier(plan, Device.CPU, (a, b, c, d) -> {}, 500, 1)
            .certify(HalfSpace.model(), HalfSpace.points(distances), CertificateJournal.NONE)
            .certificates();
    List<Certificate> holm = FamilyWise.HOLM.complete(bonferroni, plan, 0.05);
    long before = bonferroni.stream().filter(c -> c.holds(0.1)).count();
    long after = holm.stream().filter(c -> c.holds(0.1)).count();
    assertThat(before).isBetween(5L, 35L);
    assertThat(after).isGreaterThanOrEqualTo(before);
  }

  @Test
  void holmIsForOneRadiusTestedOnLabelsWithPValues() {
    FamilyWise.HOLM.check(plan(Procedure.E_PROCESS, 0.01, 0.1));
    for (CertificationPlan plan :
        List.of(
            plan(Procedure.E_PROCESS, 0.01, 0.1, 0.2),
            plan(Procedure.GROUP_SEQUENTIAL, 0.01, 0.1),
            plan(Procedure.CURTAILED, 0.01, 0.1))) {
      assertThatThrownBy(() -> FamilyWise.HOLM.check(plan))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("single radius");
      FamilyWise.BONFERRONI.check(plan);
    }
  }
}
