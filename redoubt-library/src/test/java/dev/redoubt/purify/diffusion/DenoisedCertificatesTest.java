package dev.redoubt.purify.diffusion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.certify.AttackedCertificates;
import dev.redoubt.certify.CertificateCheck.Finding;
import dev.redoubt.certify.smoothing.Denoising;
import dev.redoubt.certify.smoothing.GaussianSmoothing;
import dev.redoubt.certify.smoothing.Smoothing;
import dev.redoubt.data.Dataset;
import dev.redoubt.diffusion.DiffusionModel;
import dev.redoubt.diffusion.NoiseSchedule;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.nn.architecture.DiffusionUNet;
import dev.redoubt.nn.architecture.Mlp;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Engine;
import dev.redoubt.tensor.Optimizer;
import dev.redoubt.testing.Withheld;
import dev.redoubt.train.Course;
import dev.redoubt.train.DiffusionTrainer;
import dev.redoubt.train.Refinements;
import dev.redoubt.train.RunListener;
import dev.redoubt.train.Schedule;
import dev.redoubt.train.TinyTask;
import dev.redoubt.train.objective.StandardTraining;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Certificates of a classifier that never saw noise, behind a trained denoiser, under the attack
 * that differentiates through both and knows the smoothing.
 */
final class DenoisedCertificatesTest {
  private static final Smoothing SMOOTHING = new GaussianSmoothing(.3);
  private static final Dataset DATA = TinyTask.images(8, 2);

  private static int threads;
  private static NetworkModel classifier;
  private static Denoising denoising;
  private static AttackedCertificates attacked;

  @BeforeAll
  static void certify() {
    threads = Engine.threads();
    Engine.threads(1); // so small a network gains nothing by more
    Dataset lessons = TinyTask.images(600, 1);
    classifier =
        new NetworkModel(
            "net",
            TinyTask.trainer(
                    TinyTask.recipe(
                        new StandardTraining(), new Optimizer.AdamStyle(.003, 0, false), 12, 1))
                .train(lessons, new Mlp(List.of(16)).graph(TinyTask.INPUT.shape(), 2, null), null)
                .network(),
            TinyTask.INPUT,
            2);
    denoising =
        new Denoising(
            new OneStepDenoiser(trained(lessons), "tiny"), SMOOTHING.sigma(), TinyTask.INPUT);
    Pipeline pipeline = Pipeline.of(classifier, denoising);
    attacked =
        AttackedCertificates.of(
            pipeline.deployed(), (GradientModel) pipeline.adaptive(1), SMOOTHING, DATA, 2_000);
  }

  private static DiffusionModel trained(Dataset lessons) {
    DiffusionModel model =
        new DiffusionModel(
            DiffusionUNet.of(8).network(TinyTask.INPUT.shape(), 1),
            new NoiseSchedule(NoiseSchedule.Form.LINEAR, 100),
            TinyTask.INPUT);
    Course course =
        new Course(
            new Optimizer.AdamStyle(.005, 0, false),
            new Schedule.Cosine(),
            6,
            16,
            0,
            List.of(),
            0,
            3,
            Refinements.NONE);
    return new DiffusionTrainer(course, Device.CPU, new RunListener<>() {})
        .train(lessons, Optional.empty(), model, null)
        .model();
  }

  @AfterAll
  static void restore() {
    Engine.threads(threads);
  }

  @Test
  void noPointWithinTheRadiusContradicts() {
    assertThat(attacked.certificates()).hasSizeGreaterThanOrEqualTo(6);
    List<Finding> findings = attacked.attacked(1, 1_000);
    assertThat(findings.stream().filter(Finding::contradicts).map(Finding::sentence)).isEmpty();
    // The attack is no mere formality: it comes close to the boundary of some.
    assertThat(findings.stream().mapToDouble(Finding::share).min().orElse(1)).isLessThan(.65);
  }

  @Test
  void radiiThatAreThreeTimesTooLargeAreContradicted() {
    assertThat(AttackedCertificates.contradicted(attacked.attacked(3, 1_000)))
        .isGreaterThan(attacked.certificates().size() / 2);
  }

  @Test
  void blackBoxesGetTheSameCertificates() {
    Pipeline opaque = Pipeline.of(Withheld.labels(classifier), denoising);
    assertThat(
            AttackedCertificates.of(opaque.deployed(), attacked.view(), SMOOTHING, DATA, 2_000)
                .certificates())
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("seconds")
        .isEqualTo(attacked.certificates());
  }
}
