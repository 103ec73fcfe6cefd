package dev.redoubt.certify.smoothing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.Victims;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.LabelModel;
import dev.redoubt.model.ScoreModel;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.testing.Withheld;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

/**
 * Data on a line, {@code x = z u} with {@code z ~ N(0, 1)}; the class is the sign of z. The
 * classifier is perfect on such data, but reads a direction v across the line as well, where there
 * is nothing but noise. The mean of x given the noisy point, {@code u (u·x) / (1 + σ²)}, is known.
 */
class DenoisingTest {
  private static final double SIGMA = .5;
  private static final float[] U = {.5f, .5f, .5f, .5f};
  private static final float[] V = {.5f, -.5f, .5f, -.5f};
  private static final Draws ONE = new Draws(3, new long[] {0}, "test");

  /** Class 1 where {@code (u + 3v)·x > 0}. */
  private static GradientModel classifier() {
    float[] w = new float[4];
    for (int i = 0; i < 4; i++) {
      w[i] = U[i] + 3 * V[i];
    }
    return Victims.halfSpace(w, 0, -4, 4);
  }

  private static Tensor posteriorMean(Tensor noisy, double sigma, Draws draws) {
    Tensor u = Tensors.of(U, 1, 4).like(noisy);
    Tensor along = Reductions.sumPerSample(noisy.times(u));
    return Layout.perSample(along, noisy).times(u).dividedBy(1 + sigma * sigma);
  }

  private static Denoiser declaring(Declaration declaration) {
    return new Denoiser() {
      @Override
      public Tensor denoise(Tensor noisy, double sigma, Draws draws) {
        return posteriorMean(noisy, sigma, draws);
      }

      @Override
      public Declaration declares(double sigma) {
        return declaration;
      }
    };
  }

  private static Pipeline pipeline(LabelModel model, Denoiser denoiser) {
    return Pipeline.of(model, new Denoising(denoiser, SIGMA, model.input()));
  }

  /** How often a model says class 1 under noise around {@code z u}. */
  private static double probability(LabelModel model, double z) {
    int n = 20_000;
    return Scope.value(
        () -> {
          float[] x = new float[4 * n];
          for (int i = 0; i < x.length; i++) {
            x[i] = (float) (z * U[i % 4]);
          }
          Draws draws = new Draws(5, LongStream.range(0, n).toArray(), "noise");
          Tensor noisy = new GaussianSmoothing(SIGMA).randomize(Tensors.of(x, n, 4), draws);
          return IntStream.of(model.predict(noisy, draws).ints()).average().orElseThrow();
        });
  }

  @Test
  void exactDenoiserGivesAnUndefendedClassifierTheBestProbabilityThereIs() {
    double z = .5;
    LabelModel denoised = pipeline(classifier(), DenoisingTest::posteriorMean).deployed();
    NormalDistribution normal = NormalDistribution.of(0, 1);
    double best = normal.cumulativeProbability(z / SIGMA);

    assertThat(probability(classifier(), z))
        .isCloseTo(normal.cumulativeProbability(z / (SIGMA * Math.sqrt(10))), within(.012));
    assertThat(probability(denoised, z)).isCloseTo(best, within(.012));
    // The nearest point of the other class is the origin.
    assertThat(new GaussianSmoothing(SIGMA).radius(best)).isCloseTo(z, within(1e-9));
  }

  @Test
  void gradientGoesThroughTheDenoiser() {
    GradientModel model =
        (GradientModel) pipeline(classifier(), DenoisingTest::posteriorMean).adaptive(1);
    float[] gradient = gradientOfTheLogit(model);
    for (int i = 0; i < 4; i++) {
      assertThat(gradient[i]).isCloseTo((float) (U[i] / (1 + SIGMA * SIGMA)), within(1e-6f));
    }
    assertThat(model.declares()).isEqualTo(Declaration.PLAIN);
  }

  @Test
  void substituteIsDifferentiatedInPlaceOfTheDenoiser() {
    Declaration surrogate =
        new Declaration(
            new Declaration.Backward.Surrogate("twice", (x, draws) -> x.times(2)), false);
    GradientModel model = (GradientModel) pipeline(classifier(), declaring(surrogate)).adaptive(1);
    Scope.run(
        () -> {
          Tensor x = Tensors.of(new float[] {1, 2, 3, 5}, 1, 4);
          assertThat(model.logitsOnTape(x, ONE).floats()[1])
              .isCloseTo(model.logits(x, ONE).floats()[1], within(1e-5f))
              .isCloseTo((float) (5.5 / (1 + SIGMA * SIGMA)), within(1e-5f));
        });
    float[] gradient = gradientOfTheLogit(model);
    for (int i = 0; i < 4; i++) {
      assertThat(gradient[i]).isCloseTo(2 * (U[i] + 3 * V[i]), within(1e-6f));
    }
    assertThat(model.declares()).isEqualTo(Declaration.PLAIN);
  }

  private static float[] gradientOfTheLogit(GradientModel model) {
    return Scope.value(
        () -> {
          Tensor x = Autograd.variable(Tensors.of(new float[] {1, 2, 3, 5}, 1, 4));
          Tensor logit = Reductions.sum(Layout.columns(model.logitsOnTape(x, ONE), 1, 2));
          return model.gradient(logit, x).floats();
        });
  }

  @Test
  void capabilityIsTheClassifiersAsFarAsTheDenoiserGoes() {
    Declaration opaque = new Declaration(new Declaration.Backward.None(), true);
    LabelModel noGradients = pipeline(classifier(), declaring(opaque)).adaptive(1);
    LabelModel scores = pipeline(Withheld.scores(classifier()), declaring(opaque)).adaptive(1);
    LabelModel labels =
        pipeline(Withheld.labels(classifier()), DenoisingTest::posteriorMean).adaptive(1);

    assertThat(noGradients).isInstanceOf(ScoreModel.class).isNotInstanceOf(GradientModel.class);
    assertThat(noGradients.declares()).isEqualTo(opaque);
    assertThat(scores).isInstanceOf(ScoreModel.class).isNotInstanceOf(GradientModel.class);
    assertThat(labels).isNotInstanceOf(ScoreModel.class);
    assertThat(labels.declares()).isEqualTo(Declaration.OPAQUE);
    double theory = NormalDistribution.of(0, 1).cumulativeProbability(1);
    for (LabelModel model : List.of(noGradients, scores, labels)) {
      assertThat(probability(model, .5)).isCloseTo(theory, within(.012));
      assertThat(model.input()).isEqualTo(classifier().input());
      assertThat(model.classes()).isEqualTo(2);
    }
  }

  @Test
  void denoiserKnowsTheNoiseAndHasDrawsOfItsOwn() {
    List<String> seen = new ArrayList<>();
    Denoiser spy =
        (noisy, sigma, draws) -> {
          seen.add(sigma + " " + draws.purpose());
          return noisy;
        };
    ScoreModel model = (ScoreModel) pipeline(classifier(), spy).deployed();
    Scope.run(() -> model.logits(Tensors.of(new float[4], 1, 4), ONE));

    assertThat(seen).containsExactly("0.5 test/stage-0");
    assertThatThrownBy(() -> new Denoising(spy, 0, classifier().input()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("sigma", "not 0");
  }
}
