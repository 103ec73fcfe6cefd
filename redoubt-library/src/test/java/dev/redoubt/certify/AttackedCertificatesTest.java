package dev.redoubt.certify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.certify.CertificateCheck.Finding;
import dev.redoubt.certify.smoothing.GaussianSmoothing;
import dev.redoubt.certify.smoothing.Smoothing;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.nn.architecture.Mlp;
import dev.redoubt.tensor.Engine;
import dev.redoubt.tensor.Optimizer;
import dev.redoubt.train.TinyTask;
import dev.redoubt.train.objective.SmoothingTraining;
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

  private static int threads;
  private static AttackedCertificates attacked;

  @BeforeAll
  static void certify() {
    threads = Engine.threads();
    Engine.threads(1); // so small a network gains nothing by more
    NetworkModel model =
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
    attacked = AttackedCertificates.of(model, model, SMOOTHING, TinyTask.images(16, 2), 20_000);
    assertThat(attacked.certificates()).hasSizeGreaterThanOrEqualTo(10);
  }

  @AfterAll
  static void restore() {
    Engine.threads(threads);
  }

  @Test
  void noPointWithinTheRadiusContradicts() {
    List<Finding> findings = attacked.attacked(1, 10_000);
    assertThat(findings.stream().filter(Finding::contradicts).map(Finding::sentence)).isEmpty();
    // The attack is no mere formality: it comes close to the boundary of some.
    assertThat(findings.stream().mapToDouble(Finding::share).min().orElse(1)).isLessThan(.6);
  }

  @Test
  void radiiThatAreThreeTimesTooLargeAreContradicted() {
    assertThat(AttackedCertificates.contradicted(attacked.attacked(3, 10_000)))
        .isGreaterThan(attacked.certificates().size() / 2);
  }
}
