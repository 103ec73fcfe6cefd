package dev.redoubt.certify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redoubt.BadInputException;
import dev.redoubt.certify.CertificateCheck.Finding;
import dev.redoubt.certify.sequential.ClopperPearson;
import dev.redoubt.certify.sequential.FixedSampleTest;
import dev.redoubt.certify.sequential.Procedure;
import dev.redoubt.certify.smoothing.GaussianSmoothing;
import dev.redoubt.model.LabelModel;
import dev.redoubt.model.blackbox.BlackBox;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensors;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Checks of certificates of a half-space, whose smoothed classifier gives up its class exactly at
 * its boundary. The certified point is .25 away from it.
 */
final class CertificateCheckTest {
  private static final double SIGMA = 0.25;
  private static final double DISTANCE = 0.25;
  private static final CertificateCheck CHECK = CertificateCheck.of(smoothed(HalfSpace.model()));

  private static SmoothedClassifier smoothed(LabelModel model) {
    return new SmoothedClassifier(model, new GaussianSmoothing(SIGMA), 1_000);
  }

  /** Of the point, for class 1. */
  private static Certificate certificate(double radius) {
    return new Certificate(5, 1, 1, radius, .9, 1_000, 0, .001, SIGMA, 3, true, Double.NaN, 0);
  }

  /** The point that lies so far away along the normal. */
  private static Finding check(CertificateCheck check, double radius, double away, long seed) {
    return Scope.value(
        () ->
            check.check(
                certificate(radius),
                Tensors.of(new float[] {(float) (.5 + DISTANCE), .5f}, 1, 2),
                Tensors.of(new float[] {(float) (.5 + DISTANCE - away), .5f}, 1, 2),
                seed));
  }

  @Test
  void pointsWithinATrueRadiusNeverContradict() {
    for (int seed = 0; seed < 30; seed++) {
      Finding onTheEdge = check(CHECK, DISTANCE, DISTANCE, seed);
      assertThat(onTheEdge.within()).isTrue();
      assertThat(onTheEdge.contradicts()).isFalse();
      Finding inside = check(CHECK, DISTANCE, DISTANCE / 2, seed);
      assertThat(inside.contradicts()).isFalse();
      assertThat(inside.draws()).isLessThan(1_000);
    }
  }

  @Test
  void pointsJustBeyondTheTrueRadiusContradictAnInflatedOne() {
    for (int seed = 0; seed < 10; seed++) {
      Finding beyond = check(CHECK, 1.2 * DISTANCE, 1.15 * DISTANCE, seed);
      assertThat(beyond.contradicts()).isTrue();
      assertThat(beyond.share()).isBetween(.3, .5);
      assertThat(beyond.sentence())
          .startsWith("sample 5 is certified as class 1 within 0.3, but at a distance of 0.287")
          .contains(" in %d of %d draws".formatted(beyond.agreeing(), beyond.draws()));
      assertThat(check(CHECK, 1.2 * DISTANCE, DISTANCE, seed).contradicts()).isFalse();
    }
  }

  @Test
  void nothingIsSaidOfPointsBeyondTheRadius() {
    Finding far = check(CHECK, DISTANCE, 2 * DISTANCE, 0);
    assertThat(far.within()).isFalse();
    assertThat(far.draws()).isZero();
    assertThat(far.contradicts()).isFalse();
    assertThat(check(CHECK, Math.nextDown(DISTANCE), DISTANCE, 0).within()).isFalse();
    assertThat(check(CHECK, DISTANCE, Double.NaN, 0).within()).isFalse();
  }

  @Test
  void anAbstentionIsNotContradicted() {
    Certificate abstention =
        new Certificate(
            5, 1, Certificate.ABSTAIN, 0, 0, 1_000, 0, .001, SIGMA, 3, false, Double.NaN, 0);
    Finding finding =
        Scope.value(
            () -> {
              var x = Tensors.of(new float[] {0, 0}, 1, 2);
              return CHECK.check(abstention, x, x, 0);
            });
    assertThat(finding.within()).isFalse();
    assertThat(finding.contradicts()).isFalse();
  }

  /** At the edge of a true radius the probability is exactly one half: the worst case. */
  @Test
  void falseAlarmsAreAsRareAsTheLevelSays() {
    CertificateCheck lax =
        new CertificateCheck(
            smoothed(HalfSpace.model()), Procedure.GROUP_SEQUENTIAL.grid(List.of(.5), .05, 1_000));
    int alarms = 0;
    for (int seed = 0; seed < 500; seed++) {
      alarms += check(lax, DISTANCE, DISTANCE, seed).contradicts() ? 1 : 0;
    }
    // .05 is 25 of 500, with a standard deviation of 4.9.
    assertThat(alarms).isBetween(8, 44);
  }

  @Test
  void theUpperBoundIsThatOfTheTest() {
    CertificateCheck fixed =
        new CertificateCheck(smoothed(HalfSpace.model()), new FixedSampleTest(2_500, .001));
    Finding finding = check(fixed, DISTANCE, DISTANCE / 2, 0);
    assertThat(finding.draws()).isEqualTo(2_500);
    // Half a deviation from the boundary.
    assertThat(finding.share()).isBetween(.66, .72);
    assertThat(finding.upper())
        .isEqualTo(ClopperPearson.upper(finding.agreeing(), 2_500, .001))
        .isGreaterThan(.6915);
  }

  @Test
  void drawsAreNoneOfThoseThatCertified() {
    Set<Float> seen = new HashSet<>();
    LabelModel recording =
        new BlackBox("recording", HalfSpace.INPUT, 2)
            .labels(
                rows -> {
                  int[] classes = new int[rows.length];
                  for (int i = 0; i < rows.length; i++) {
                    seen.add(rows[i][0]);
                    classes[i] = 1;
                  }
                  return classes;
                });
    SmoothedClassifier smoothed = smoothed(recording);
    float[] x = {(float) (.5 + DISTANCE), .5f};
    Scope.run(() -> smoothed.certify(Tensors.of(x, 1, 2), 100, 5_000, .001, 3, 5));
    Set<Float> certifying = Set.copyOf(seen);
    seen.clear();
    CertificateCheck fixed = new CertificateCheck(smoothed, new FixedSampleTest(5_000, .001));
    check(fixed, DISTANCE, 0, 3);
    assertThat(certifying.size()).isGreaterThan(4_900);
    assertThat(seen.size()).isGreaterThan(4_800);
    int common = seen.size();
    seen.removeAll(certifying);
    common -= seen.size();
    // Floats near .75 are 6e-8 apart: few of 25 million pairs agree by chance.
    assertThat(common).isLessThan(30);
  }

  @Test
  void certificatesOfOtherNoiseAreRefused() {
    SmoothedClassifier other =
        new SmoothedClassifier(HalfSpace.model(), new GaussianSmoothing(.5), 100);
    assertThatThrownBy(() -> check(CertificateCheck.of(other), DISTANCE, 0, 0))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "the certificate of sample 5 is for sigma 0.25, and can't be checked with sigma 0.5");
    assertThatThrownBy(() -> new CertificateCheck(other, new FixedSampleTest(1 << 23, .001)))
        .hasMessageContaining("at most 4,194,304 draws");
  }
}
