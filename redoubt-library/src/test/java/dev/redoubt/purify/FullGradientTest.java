package dev.redoubt.purify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.data.InputSpec;
import dev.redoubt.diffusion.DiffusionModel;
import dev.redoubt.diffusion.NoiseSchedule;
import dev.redoubt.diffusion.Purification;
import dev.redoubt.diffusion.Sampler;
import dev.redoubt.model.DiffusionBundle;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Mode;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.architecture.DiffusionMlp;
import dev.redoubt.nn.operator.Linear;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.purify.diffusion.Diffusion;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.testing.FiniteDifferences;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The derivative that an adaptive attacker of purification by diffusion gets, in fp64. */
class FullGradientTest {
  /** Pixels are not in [-1, 1], so the change of scale shows. */
  private static final InputSpec INPUT = new InputSpec(List.of(3), 0, 4);

  private static final double[] POINTS = {0.5, 3.1, 1.2, 2.2, 0.1, 3.9};
  private static final double[] WEIGHTS = {1, -0.5, 0.7, -1.2};
  private static final Draws DRAWS = new Draws(6, new long[] {12, 5}, "attack");

  private final DiffusionModel model =
      new DiffusionModel(
          Network.create(new DiffusionMlp(8, 2).graph(INPUT.shape()), 2).to(DType.FLOAT64),
          new NoiseSchedule(NoiseSchedule.Form.COSINE, 100),
          INPUT);
  private final Network classifier =
      Network.create(Graph.builder().then("fc", new Linear(3, 2)).build(), 3).to(DType.FLOAT64);

  private GradientModel view(Sampler sampler, int draws) {
    Diffusion stage = new Diffusion(new DiffusionBundle(model, Map.of()), "toy", 0.3, 8, sampler);
    NetworkModel behind = new NetworkModel("toy", classifier, INPUT, 2);
    return (GradientModel) Pipeline.of(behind, stage).adaptive(draws);
  }

  private static double[] gradient(GradientModel view) {
    return Scope.value(
        () -> {
          Tensor x = Autograd.variable(Tensors.of(POINTS, 2, 3));
          Tensor value = FiniteDifferences.weighted(view.logitsOnTape(x, DRAWS), WEIGHTS);
          return view.gradient(value, x).doubles();
        });
  }

  @ParameterizedTest
  @EnumSource
  void isThatOfDifferencesOverSeveralDraws(Sampler sampler) {
    GradientModel view = view(sampler, 2);
    double[] expected =
        FiniteDifferences.gradient(x -> view.logits(x, DRAWS), WEIGHTS, POINTS, 1e-5, 2, 3);
    double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();

    assertThat(largest).isGreaterThan(0.01);
    assertThat(gradient(view)).containsExactly(expected, within(1e-7 * largest));
  }

  /** The logarithm of the mean probability of two draws, written out. */
  @ParameterizedTest
  @EnumSource
  void isThatOfThePlainComposition(Sampler sampler) {
    Purification purification = Purification.of(model, model.schedule(), sampler, 0.3, 8);
    double[] expected =
        Scope.value(
            () -> {
              Tensor x = Autograd.variable(Tensors.of(POINTS, 2, 3));
              Tensor twice = Layout.concat(List.of(x, x), 0);
              Tensor purified =
                  purification.apply(twice.dividedBy(2).minus(1), DRAWS.copies(2).of("stage-0"));
              Tensor logits = classifier.forward(purified.plus(1).times(2), Mode.EVAL);
              Tensor odds = Elementwise.exp(logits);
              Tensor sums = odds.plus(Layout.flip(odds, 1));
              Tensor probabilities = odds.dividedBy(sums);
              Tensor mean =
                  Layout.rows(probabilities, 0, 1)
                      .plus(Layout.rows(probabilities, 2, 3))
                      .times(0.5);
              return Autograd.grad(FiniteDifferences.weighted(Elementwise.log(mean), WEIGHTS), x)
                  .doubles();
            });

    assertThat(gradient(view(sampler, 2))).containsExactly(expected, within(1e-9));
  }
}
