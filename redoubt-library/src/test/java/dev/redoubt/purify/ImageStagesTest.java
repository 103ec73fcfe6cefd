package dev.redoubt.purify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.pipeline.Purifier;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What all filters have in common. */
class ImageStagesTest {
  private static final InputSpec IMAGE = InputSpec.image(3, 6, 7);
  private static final InputSpec SIGNED = new InputSpec(List.of(3, 6, 7), -1, 1);
  private static final int FEATURES = 3 * 6 * 7;

  /** Each for an image of the given kind, where a grey level is so many units of pixel space. */
  static Stream<Function<InputSpec, Purifier>> stages() {
    return Stream.of(
        takes -> new MedianFilter(2, takes),
        takes -> new MedianFilter(3, takes),
        takes -> new GaussianBlur(.8, takes),
        takes -> new NonLocalMeans(5, 3, .2 * (takes.high() - takes.low()), takes),
        takes -> new TotalVariation(.1, 1, 20, takes),
        takes -> new TotalVariation(.1, .6, 20, takes));
  }

  @ParameterizedTest
  @MethodSource("stages")
  void aRowIsChangedAsInABatch(Function<InputSpec, Purifier> of) {
    Purifier stage = of.apply(IMAGE);
    double[] values = Pictures.values(4 * FEATURES, 7, 1);
    Scope.run(
        () -> {
          Tensor x = Pictures.batch(stage, values).to(DType.FLOAT32);
          Draws draws = Pictures.draws(4);
          float[] batch = stage.apply(x, draws).floats();
          assertThat(batch).isNotEqualTo(x.floats());
          for (int row = 0; row < 4; row++) {
            float[] single = stage.apply(Layout.row(x, row), draws.rows(row)).floats();
            float[] inBatch = Arrays.copyOfRange(batch, row * FEATURES, (row + 1) * FEATURES);
            assertThat(single).containsExactly(inBatch, within(1e-6f));
          }
        });
  }

  @ParameterizedTest
  @MethodSource("stages")
  void otherRangesAreTreatedAlike(Function<InputSpec, Purifier> of) {
    double[] values = Pictures.values(2 * FEATURES, 7, 2);
    double[] signed = Arrays.stream(values).map(v -> 2 * v - 1).toArray();
    double[] expected =
        Arrays.stream(Pictures.applied(of.apply(IMAGE), values)).map(v -> 2 * v - 1).toArray();
    assertThat(Pictures.applied(of.apply(SIGNED), signed)).containsExactly(expected, within(1e-9));
  }

  @ParameterizedTest
  @MethodSource("stages")
  void constantImagesStay(Function<InputSpec, Purifier> of) {
    double[] values = new double[FEATURES];
    Arrays.fill(values, .3);
    assertThat(Pictures.applied(of.apply(IMAGE), values)).containsExactly(values, within(1e-9));
  }

  @ParameterizedTest
  @MethodSource("stages")
  void theTapeDoesNotChangeTheValue(Function<InputSpec, Purifier> of) {
    Purifier stage = of.apply(IMAGE);
    Scope.run(
        () -> {
          Tensor x = Pictures.batch(stage, Pictures.values(2 * FEATURES, 7, 3));
          Tensor single = x.to(DType.FLOAT32);
          Tensor value = stage.apply(single, Pictures.draws(2));
          assertThat(value.dtype()).isEqualTo(DType.FLOAT32);
          assertThat(stage.apply(Autograd.variable(single), Pictures.draws(2)).floats())
              .isEqualTo(value.floats());
        });
  }

  /** Of those that say so: random weights against central differences. */
  @ParameterizedTest
  @MethodSource("stages")
  void exactDerivativesAreTheRightOnes(Function<InputSpec, Purifier> of) {
    Purifier stage = of.apply(IMAGE);
    if (!(stage.declares().backward() instanceof Declaration.Backward.Exact)) {
      assertThat(stage).isInstanceOf(TotalVariation.class);
      return;
    }
    double[] values = Pictures.values(FEATURES, 7, 4);
    double[] weights = Pictures.values(FEATURES, 5, 5);
    double[] gradient =
        Scope.value(
            () -> {
              Tensor x = Autograd.variable(Pictures.batch(stage, values));
              Tensor y = stage.apply(x, Draws.NONE);
              Tensor sum = Reductions.sum(y.times(Pictures.batch(stage, weights)));
              return Autograd.grad(sum, x).doubles();
            });
    double h = 1e-6;
    for (int i = 0; i < FEATURES; i += 5) {
      double[] up = values.clone();
      double[] down = values.clone();
      up[i] += h;
      down[i] -= h;
      double slope = (weighted(stage, up, weights) - weighted(stage, down, weights)) / (2 * h);
      assertThat(gradient[i]).isCloseTo(slope, within(1e-6));
    }
  }

  private static double weighted(Purifier stage, double[] values, double[] weights) {
    double[] output = Pictures.applied(stage, values);
    double sum = 0;
    for (int i = 0; i < output.length; i++) {
      sum += weights[i] * output[i];
    }
    return sum;
  }

  @ParameterizedTest
  @MethodSource("stages")
  void noRowsGiveNoRows(Function<InputSpec, Purifier> of) {
    Scope.run(
        () -> {
          Tensor none = Tensors.zeros(DType.FLOAT32, 0, 3, 6, 7);
          assertThat(of.apply(IMAGE).apply(none, Pictures.draws(0)).shape())
              .containsExactly(0, 3, 6, 7);
        });
  }

  @ParameterizedTest
  @MethodSource("stages")
  void onlyImagesAreTaken(Function<InputSpec, Purifier> of) {
    String name = of.apply(IMAGE).name();
    assertThatThrownBy(() -> of.apply(new InputSpec(List.of(57), 0, 1)))
        .isInstanceOf(BadInputException.class)
        .hasMessage(name + " wants images [channels, height, width], not inputs of shape [57]");
  }
}
