package dev.redoubt.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.model.Declaration;
import dev.redoubt.model.Declaration.Backward;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.model.ScoreModel;
import dev.redoubt.pipeline.Ensemble.Combination;
import dev.redoubt.purify.RandomNoise;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Neural;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.testing.FiniteDifferences;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Stages without a derivative: their own values, their surrogates' gradients. */
final class StraightThroughTest {
  private static final int ROWS = 3;
  private static final int COUNT = ROWS * Toys.FEATURES;
  private static final int COPIES = 2;

  /** To tenths; its surrogate x³ has the derivative 3x², which nothing else here has. */
  private static final Purifier TENTHS =
      Toys.purifier(
          "tenths",
          Toys.INPUT,
          new Backward.Surrogate("a cube", (x, draws) -> x.times(x).times(x)),
          x -> Elementwise.round(x.times(10)).dividedBy(10));

  /** x², which is its own surrogate. */
  private static final Purifier SQUARE =
      Toys.purifier("square", Toys.INPUT, Toys.EXACT, x -> x.times(x));

  /** Steps of 1/97, and the same plus a half; as surrogates sines of x and of 2x. */
  private static final Toys.Copies STEPS =
      new Toys.Copies(
          COPIES,
          Combination.MEAN_PROBABILITY,
          new Declaration(
              new Backward.Surrogate(
                  "sines",
                  (x, draws) ->
                      Layout.concat(List.of(Elementwise.sin(x), Elementwise.sin(x.times(2))), 0)),
              false),
          (x, draws) -> {
            Tensor steps = Elementwise.floor(x.times(97)).dividedBy(97);
            return Layout.concat(List.of(steps, steps.plus(0.5)), 0);
          });

  private static final Draws DRAWS = Toys.draws(ROWS);

  private static double[] coefficients() {
    double[] values = new double[ROWS * Toys.CLASSES];
    Arrays.setAll(values, i -> Math.cos(2 * i));
    return values;
  }

  private static GradientModel view(Pipeline pipeline) {
    return (GradientModel) pipeline.adaptive(1);
  }

  private static double[] gradient(GradientModel view, Tensor x) {
    Tensor leaf = Autograd.variable(x);
    Tensor value = FiniteDifferences.weighted(view.logitsOnTape(leaf, DRAWS), coefficients());
    return view.gradient(value, leaf).doubles();
  }

  @Test
  void valuesAreThoseOfTheDeployedPipelineBitForBit() {
    Pipeline pipeline =
        Pipeline.of(Toys.smooth(), new RandomNoise(0.1, Toys.INPUT), TENTHS, SQUARE, STEPS, TENTHS);
    ScoreModel deployed = (ScoreModel) pipeline.deployed();
    GradientModel view = view(pipeline);
    Scope.run(
        () -> {
          Tensor x = Tensors.of(Toys.points(ROWS), ROWS, Toys.FEATURES);
          float[] expected = deployed.logits(x, DRAWS).floats();
          assertThat(view.logitsOnTape(Autograd.variable(x), DRAWS).floats())
              .containsExactly(expected);
          assertThat(view.logits(x, DRAWS).floats()).containsExactly(expected);
          assertThat(view.logits(Autograd.variable(x), DRAWS).requiresGrad()).isFalse();
          float[] bare = Toys.smooth().logits(x, DRAWS).floats();
          assertThat(expected).isNotEqualTo(bare);
        });
  }

  /** By the chain rule, with the classifier's gradient at the points that it is given. */
  @Test
  void gradientsAreThoseOfTheSurrogatesAtTheValuesOfTheStages() {
    NetworkModel model = Toys.smooth();
    Scope.run(
        () -> {
          Tensor x = Tensors.of(Toys.points(ROWS), ROWS, Toys.FEATURES);
          double[] expected = byChainRule(model, Toys.points(ROWS));
          double[] gradient = gradient(view(Pipeline.of(model, TENTHS, SQUARE, STEPS)), x);
          assertThat(gradient).containsExactly(expected, within(2e-5));
          assertThat(Arrays.stream(gradient).map(Math::abs).max().orElse(0)).isGreaterThan(0.05);
        });
  }

  private static double[] byChainRule(NetworkModel model, float[] x) {
    double[] tenths = new double[COUNT];
    double[] squares = new double[COUNT];
    float[] copies = new float[COPIES * COUNT];
    for (int i = 0; i < COUNT; i++) {
      tenths[i] = Math.rint(x[i] * 10) / 10;
      squares[i] = tenths[i] * tenths[i];
      copies[i] = (float) (Math.floor(squares[i] * 97) / 97);
      copies[COUNT + i] = copies[i] + 0.5f;
    }
    Tensor leaf = Autograd.variable(Tensors.of(copies, COPIES * ROWS, Toys.FEATURES));
    Tensor probabilities = Neural.softmax(model.logitsOnTape(leaf, Draws.NONE));
    Tensor first = Layout.rows(probabilities, 0, 1, 2);
    Tensor second = Layout.rows(probabilities, 3, 4, 5);
    Tensor logits = Elementwise.log(first.plus(second).dividedBy(2));
    double[] outer =
        model.gradient(FiniteDifferences.weighted(logits, coefficients()), leaf).doubles();
    double[] gradient = new double[COUNT];
    for (int i = 0; i < COUNT; i++) {
      double steps =
          outer[i] * Math.cos(squares[i]) + outer[COUNT + i] * 2 * Math.cos(2 * squares[i]);
      gradient[i] = steps * 2 * tenths[i] * 3 * x[i] * x[i];
    }
    return gradient;
  }

  @Test
  void whatIsDifferentiableIsDifferentiatedAsItIs() {
    NetworkModel twin = Toys.smooth().inDoublePrecision().orElseThrow();
    GradientModel view =
        view(
            Pipeline.of(
                twin,
                new RandomNoise(0.2, Toys.INPUT),
                SQUARE,
                Toys.Copies.noisy(3, Combination.MEAN_PROBABILITY)));
    double[] at = new double[COUNT];
    Arrays.setAll(at, i -> Toys.points(ROWS)[i]);
    long[] shape = {ROWS, Toys.FEATURES};
    double[] slopes =
        FiniteDifferences.gradient(x -> view.logits(x, DRAWS), coefficients(), at, 1e-5, shape);
    Scope.run(
        () ->
            assertThat(gradient(view, Tensors.of(at, shape)))
                .containsExactly(slopes, within(1e-6)));
  }

  @Test
  void votesAreSeenThroughMeanProbabilities() {
    NetworkModel model = Toys.smooth();
    Scope.run(
        () -> {
          Tensor x = Tensors.of(Toys.points(ROWS), ROWS, Toys.FEATURES);
          Pipeline votes = Pipeline.of(model, Toys.Copies.noisy(4, Combination.VOTES));
          Pipeline means = Pipeline.of(model, Toys.Copies.noisy(4, Combination.MEAN_PROBABILITY));
          assertThat(gradient(view(votes), x)).containsExactly(gradient(view(means), x));
          assertThat(((ScoreModel) votes.deployed()).logits(x, DRAWS).floats())
              .isNotEqualTo(((ScoreModel) means.deployed()).logits(x, DRAWS).floats());
        });
  }

  @Test
  void aSurrogateOfAnotherShapeIsAnError() {
    Purifier wrong =
        Toys.purifier(
            "wrong",
            Toys.INPUT,
            new Backward.Surrogate("a part", (x, draws) -> Layout.columns(x, 0, 2)),
            Elementwise::round);
    Scope.run(
        () -> {
          Tensor x = Tensors.of(Toys.points(ROWS), ROWS, Toys.FEATURES);
          assertThatThrownBy(() -> gradient(view(Pipeline.of(Toys.smooth(), wrong)), x))
              .isInstanceOf(IllegalStateException.class)
              .hasMessage("stage wrong gives the shape [3, 5], but its surrogate [3, 2]");
        });
  }
}
