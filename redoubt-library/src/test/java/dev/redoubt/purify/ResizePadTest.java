package dev.redoubt.purify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.tensor.Window;
import dev.redoubt.testing.FiniteDifferences;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Random resizing and padding, against all sizes and places one by one. */
final class ResizePadTest {
  private static final InputSpec WIDE = new InputSpec(List.of(2, 6, 9), -1, 1);

  private static Draws draws(int rows) {
    return new Draws(1, LongStream.range(10, 10 + rows).toArray(), "resize");
  }

  private static float[] apply(ResizePad stage, float[] x, Draws draws) {
    List<Integer> shape = stage.takes().shape();
    return Scope.value(
        () ->
            stage
                .apply(
                    Tensors.of(x, draws.ids().length, shape.get(0), shape.get(1), shape.get(2)),
                    draws)
                .floats());
  }

  /** Each result is found among all that may be, and each size and place is drawn as it should. */
  @Test
  void everyRowIsOneOfAllSizesAndPlacesAndAllOfThemOccur() {
    int rows = 2000;
    float[] x = EveryWindow.images(rows, WIDE.shape(), -1, 1);
    float[] results = apply(new ResizePad(0.6, WIDE), x, draws(rows));
    int each = WIDE.features();
    Map<Integer, Integer> heights = new TreeMap<>();
    Map<List<Integer>, Integer> places =
        new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
    for (int row = 0; row < rows; row++) {
      float[] image = Arrays.copyOfRange(x, row * each, (row + 1) * each);
      float[] result = Arrays.copyOfRange(results, row * each, (row + 1) * each);
      EveryWindow.Placed found = found(image, result);
      heights.merge(found.newHeight(), 1, Integer::sum);
      if (found.newHeight() == 4) {
        places.merge(List.of(found.newTop(), found.newLeft()), 1, Integer::sum);
      }
    }
    // ⌈.6 · 6⌉ = 4; 2000 / 3 and its deviation √(2000 · 2/9) = 21.
    assertThat(heights.keySet()).containsExactly(4, 5, 6);
    assertThat(heights.values()).allMatch(count -> Math.abs(count - 667) < 100);
    // 4 of 6 rows and 6 of 9 columns: 3 · 4 places.
    assertThat(places).hasSize(12);
    assertThat(places.values()).allMatch(count -> Math.abs(count - 55.6) < 35);
  }

  private static EveryWindow.Placed found(float[] image, float[] result) {
    for (int height = 4; height <= 6; height++) {
      int width = List.of(6, 8, 9).get(height - 4); // 9 · 4/6, 9 · 5/6 = 7.5, 9
      for (int top = 0; top <= 6 - height; top++) {
        for (int left = 0; left <= 9 - width; left++) {
          EveryWindow.Placed placed = new EveryWindow.Placed(0, 0, 6, 9, top, left, height, width);
          if (EveryWindow.same(placed.of(image, WIDE.shape(), -1), result)) {
            return placed;
          }
        }
      }
    }
    throw new AssertionError("no size and place gives " + Arrays.toString(result));
  }

  @Test
  void aRowDoesNotDependOnItsBatch() {
    float[] x = EveryWindow.images(5, WIDE.shape(), -1, 1);
    ResizePad stage = new ResizePad(0.5, WIDE);
    float[] together = apply(stage, x, draws(5));
    int each = WIDE.features();
    for (int row = 0; row < 5; row++) {
      float[] alone =
          apply(stage, Arrays.copyOfRange(x, row * each, (row + 1) * each), draws(5).rows(row));
      assertThat(alone)
          .containsExactly(
              Arrays.copyOfRange(together, row * each, (row + 1) * each), within(1e-6f));
    }
  }

  @Test
  void itsOwnDerivativeIsTheRightOne() {
    ResizePad stage = new ResizePad(0.5, WIDE);
    int count = 3 * WIDE.features();
    double[] at = new double[count];
    double[] coefficients = new double[count];
    for (int i = 0; i < count; i++) {
      at[i] = Math.sin(i);
      coefficients[i] = Math.cos(3 * i);
    }
    long[] shape = {3, 2, 6, 9};
    double[] slopes =
        FiniteDifferences.gradient(x -> stage.apply(x, draws(3)), coefficients, at, 1e-3, shape);
    Scope.run(
        () -> {
          Tensor leaf = Autograd.variable(Tensors.of(at, shape));
          Tensor value = FiniteDifferences.weighted(stage.apply(leaf, draws(3)), coefficients);
          assertThat(Autograd.grad(value, leaf).doubles()).containsExactly(slopes, within(1e-6));
        });
  }

  @Test
  void aShareOfOneChangesNothing() {
    float[] x = EveryWindow.images(4, WIDE.shape(), -1, 1);
    assertThat(apply(new ResizePad(1, WIDE), x, draws(4))).containsExactly(x, within(1e-6f));
  }

  /** .7 · 10 is a little more than 7 in fp64, .1 · 10 is 1, and ⌈.01 · 10⌉ is 1 as well. */
  @ParameterizedTest
  @CsvSource({"0.7, 7", "0.71, 8", "0.1, 1", "0.01, 1", "1, 10", "0.9, 9"})
  void theLeastHeightIsRoundedUp(double smallest, int expected) {
    assertThat(Window.leastHeight(10, smallest)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.5, 1.01, Double.NaN})
  void otherSharesAreRefused(double smallest) {
    assertThatThrownBy(() -> new ResizePad(smallest, WIDE))
        .isInstanceOf(BadInputException.class)
        .hasMessage("resize-pad wants a smallest share above 0 and at most 1, not " + smallest);
  }

  @Test
  void onlyImagesAreTaken() {
    assertThatThrownBy(() -> new ResizePad(ResizePad.SMALLEST, new InputSpec(List.of(12), 0, 1)))
        .isInstanceOf(BadInputException.class)
        .hasMessage("resize-pad wants images [channels, height, width], not inputs of shape [12]");
  }

  @Test
  void declaresThatItIsRandomAndDifferentiable() {
    assertThat(new ResizePad(ResizePad.SMALLEST, WIDE).declares())
        .isEqualTo(new Declaration(new Declaration.Backward.Exact(), true));
    assertThat(new ResizePad(ResizePad.SMALLEST, WIDE).settings()).containsEntry("smallest", 0.9);
  }
}
