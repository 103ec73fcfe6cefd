package dev.redoubt.audit.remedy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.data.Batch;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.testing.Withheld;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class NumericalGradientsTest {
  private static final NumericalGradients REMEDY = new NumericalGradients(.005);

  private static Pipeline remedied(Pipeline pipeline) {
    return REMEDY.of(pipeline, Subjects.batch()).orElseThrow();
  }

  private static void isTheGradientOfTheSmoothNetwork(Pipeline remedied) {
    double[] expected = Subjects.gradient(Pipeline.of(Subjects.smooth()));
    double[] slopes = Subjects.gradient(remedied);
    for (int i = 0; i < expected.length; i++) {
      assertThat(slopes[i]).isCloseTo(expected[i], within(2e-3));
    }
  }

  @Test
  void whatHasNoGradientOrLiesAboutItIsMeasured() {
    Scope.run(
        () -> {
          NetworkModel model = Subjects.smooth();
          Subjects.Change liar =
              new Subjects.Change(
                  "liar",
                  Subjects.INPUT,
                  new Declaration(new Declaration.Backward.Exact(), false),
                  (x, draws) -> x.detached().times(2).minus(x));
          Subjects.Change opaque =
              new Subjects.Change(
                  "opaque",
                  Subjects.INPUT,
                  new Declaration(new Declaration.Backward.None(), false),
                  (x, draws) -> x.plus(0));
          for (Pipeline pipeline :
              new Pipeline[] {
                Pipeline.of(model),
                Pipeline.of(Withheld.scores(model)),
                Pipeline.of(model, liar),
                Pipeline.of(model, opaque)
              }) {
            Pipeline remedied = remedied(pipeline);
            assertThat(remedied.adaptive(1)).isInstanceOf(GradientModel.class);
            isTheGradientOfTheSmoothNetwork(remedied);
            assertThat(Subjects.onTape(remedied)).containsExactly(Subjects.deployed(pipeline));
            Subjects.judgeAlike(remedied, pipeline);
            Subjects.rowsAreTheirOwn(remedied);
          }
        });
  }

  /** Squares at the ends of the range: the secants of one-sided differences. */
  @Test
  void nothingOutsideOfTheRangeIsAsked() {
    Scope.run(
        () -> {
          double step = .125;
          Toy strict =
              new Toy(
                  x -> {
                    assertThat(Arrays.stream(x.doubles()))
                        .allMatch(value -> value >= 0 && value <= 1);
                    return x.times(x);
                  },
                  false);
          GradientModel view =
              Subjects.view(
                  new NumericalGradients(step)
                      .of(Pipeline.of(strict), Subjects.batch())
                      .orElseThrow());
          Tensor x = Tensors.of(new float[] {0, 1, .5f, 0, 0}, 1, Subjects.FEATURES);
          double[] slopes = Subjects.gradient(view, x, new Draws(1, new long[] {4}, ""));
          double[] c = Subjects.coefficients(1);
          assertThat(slopes[0]).isCloseTo(step * c[0], within(1e-5));
          assertThat(slopes[1]).isCloseTo((2 - step) * c[1], within(1e-5));
          assertThat(slopes[2]).isCloseTo(c[2], within(1e-5));
          assertThat(slopes[3]).isZero();
        });
  }

  /** Noise that is not the same at both ends would be all that is seen. */
  @Test
  void allPointsOfALookHaveTheSameDraws() {
    Scope.run(
        () -> {
          Toy noisy =
              new Toy(
                  (x, draws) -> x.plus(3).times(draws.gaussianLike(x)),
                  new Declaration(new Declaration.Backward.None(), true));
          Pipeline pipeline = Pipeline.of(noisy);
          Pipeline remedied = remedied(pipeline);
          double[] slopes = Subjects.gradient(remedied);
          double[] c = Subjects.coefficients(Subjects.ROWS);
          Batch batch = Subjects.batch();
          double[] noise = Subjects.draws(batch).gaussianLike(batch.inputs()).doubles();
          for (int row = 0; row < Subjects.ROWS; row++) {
            for (int j = 0; j < Subjects.CLASSES; j++) {
              int i = row * Subjects.FEATURES + j;
              assertThat(slopes[i])
                  .isCloseTo(noise[i] * c[row * Subjects.CLASSES + j], within(1e-3));
            }
          }
          assertThat(remedied.isRandom()).isTrue();
          Subjects.judgeAlike(remedied, pipeline);
        });
  }

  /** Attacks may change inputs before the model sees them. */
  @Test
  void theChainRuleHoldsBeforeAndBehind() {
    Scope.run(
        () -> {
          Batch batch = Subjects.batch();
          GradientModel view =
              Subjects.view(remedied(Pipeline.of(new Toy(x -> x.times(x), false))));
          Tensor leaf = Autograd.variable(batch.inputs());
          Tensor logits = view.logitsOnTape(leaf.times(.5), Subjects.draws(batch));
          double[] slopes = view.gradient(Reductions.sum(logits.times(logits)), leaf).doubles();
          double[] x = batch.inputs().doubles();
          for (int row = 0; row < Subjects.ROWS; row++) {
            for (int j = 0; j < Subjects.FEATURES; j++) {
              double at = x[row * Subjects.FEATURES + j];
              double expected = j < Subjects.CLASSES ? 4 * Math.pow(at, 3) / 16 : 0;
              assertThat(slopes[row * Subjects.FEATURES + j]).isCloseTo(expected, within(1e-4));
            }
          }
        });
  }

  @Test
  void slopesThatAreNoNumbersAreZero() {
    Scope.run(
        () -> {
          Toy jumping = new Toy(x -> x.minus(.063).reciprocal().times(0).plus(x), false);
          Pipeline remedied = remedied(Pipeline.of(jumping));
          assertThat(Arrays.stream(Subjects.gradient(remedied))).allMatch(Double::isFinite);
          assertThat(Subjects.onTape(remedied)).contains(Double.NaN);
        });
  }

  @Test
  void passesAreCountedAndWhatCannotBeMeasuredIsLeft() {
    Pipeline pipeline = Pipeline.of(Subjects.smooth(), new Subjects.Copies(3));
    assertThat(remedied(pipeline).deployed().passes()).isEqualTo(3 * (1 + 2 * Subjects.FEATURES));
    Batch clean = Subjects.batch();
    assertThat(REMEDY.of(Pipeline.of(Withheld.labels(Subjects.smooth())), clean)).isEmpty();
    assertThat(REMEDY.of(Pipeline.of(Subjects.smooth(), new Subjects.Alarm()), clean)).isEmpty();
    assertThatThrownBy(() -> new NumericalGradients(0))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("not 0");
  }
}
