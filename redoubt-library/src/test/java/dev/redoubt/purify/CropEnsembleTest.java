package dev.redoubt.purify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.pipeline.Ensemble;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.testing.FiniteDifferences;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random crops, against all crops one by one. */
final class CropEnsembleTest {
  private static final InputSpec WIDE = new InputSpec(List.of(2, 5, 8), 0, 1);

  private static Draws draws(int rows) {
    return new Draws(1, LongStream.range(10, 10 + rows).toArray(), "crop");
  }

  private static float[] changed(CropEnsemble stage, float[] x, Draws draws) {
    return Scope.value(
        () -> stage.changed(Tensors.of(x, draws.ids().length, 2, 5, 8), draws).floats());
  }

  /** .6 of 5 and of 8 are 3 and 5 pixels: 3 · 4 crops. */
  @Test
  void copiesAreCropsOfTheirRowsBlockAfterBlockAndAllCropsOccur() {
    int rows = 3;
    int copies = 400;
    int each = WIDE.features();
    float[] x = EveryWindow.images(rows, WIDE.shape(), 0, 1);
    float[] results = changed(new CropEnsemble(copies, 0.6, WIDE), x, draws(rows));
    assertThat(results).hasSize(copies * rows * each);
    Map<String, Integer> crops = new TreeMap<>();
    for (int i = 0; i < copies * rows; i++) {
      int row = i % rows;
      String crop =
          found(
              Arrays.copyOfRange(x, row * each, (row + 1) * each),
              Arrays.copyOfRange(results, i * each, (i + 1) * each));
      crops.merge(row + crop, 1, Integer::sum);
    }
    assertThat(crops).hasSize(3 * 12);
    // 400 / 12 and four and a half times its deviation √(400 · 11/144) = 5.5.
    assertThat(crops.values()).allMatch(count -> Math.abs(count - 33.3) < 25);
  }

  private static String found(float[] image, float[] result) {
    for (int top = 0; top <= 2; top++) {
      for (int left = 0; left <= 3; left++) {
        EveryWindow.Placed crop = new EveryWindow.Placed(top, left, 3, 5, 0, 0, 5, 8);
        if (EveryWindow.same(crop.of(image, WIDE.shape(), 0), result)) {
          return " at " + top + ", " + left;
        }
      }
    }
    throw new AssertionError("no crop gives " + Arrays.toString(result));
  }

  @Test
  void aRowDoesNotDependOnItsBatch() {
    int each = WIDE.features();
    float[] x = EveryWindow.images(3, WIDE.shape(), 0, 1);
    CropEnsemble stage = new CropEnsemble(4, 0.6, WIDE);
    float[] together = changed(stage, x, draws(3));
    float[] alone = changed(stage, Arrays.copyOfRange(x, each, 2 * each), draws(3).rows(1));
    for (int copy = 0; copy < 4; copy++) {
      int from = (3 * copy + 1) * each;
      assertThat(Arrays.copyOfRange(alone, copy * each, (copy + 1) * each))
          .containsExactly(Arrays.copyOfRange(together, from, from + each), within(1e-6f));
    }
  }

  @Test
  void itsOwnDerivativeIsTheRightOne() {
    CropEnsemble stage = new CropEnsemble(5, 0.6, WIDE);
    double[] at = new double[2 * WIDE.features()];
    double[] coefficients = new double[5 * at.length];
    Arrays.setAll(at, i -> 0.5 + 0.5 * Math.sin(i));
    Arrays.setAll(coefficients, i -> Math.cos(3 * i));
    long[] shape = {2, 2, 5, 8};
    double[] slopes =
        FiniteDifferences.gradient(x -> stage.changed(x, draws(2)), coefficients, at, 1e-3, shape);
    Scope.run(
        () -> {
          Tensor leaf = Autograd.variable(Tensors.of(at, shape));
          Tensor value = FiniteDifferences.weighted(stage.changed(leaf, draws(2)), coefficients);
          assertThat(Autograd.grad(value, leaf).doubles()).containsExactly(slopes, within(1e-6));
        });
  }

  @Test
  void takesThePapersNumberOfCropsAndAveragesProbabilities() {
    CropEnsemble stage = new CropEnsemble(CropEnsemble.COPIES, CropEnsemble.SHARE, WIDE);
    assertThat(stage.copies()).isEqualTo(30);
    assertThat(stage.combination()).isEqualTo(Ensemble.Combination.MEAN_PROBABILITY);
    assertThat(stage.declares()).isEqualTo(new Declaration(new Declaration.Backward.Exact(), true));
    assertThat(stage.settings()).containsEntry("copies", 30).containsEntry("share", 0.9);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.5, 1.01, Double.NaN})
  void otherSharesAreRefused(double share) {
    assertThatThrownBy(() -> new CropEnsemble(3, share, WIDE))
        .isInstanceOf(BadInputException.class)
        .hasMessage("crop-ensemble wants a share above 0 and at most 1, not " + share);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4097})
  void otherNumbersOfCropsAreRefused(int copies) {
    assertThatThrownBy(() -> new CropEnsemble(copies, 0.5, WIDE))
        .isInstanceOf(BadInputException.class)
        .hasMessage("crop-ensemble wants from 1 to 4096 crops, not " + copies);
  }

  @Test
  void onlyImagesAreTaken() {
    assertThatThrownBy(
            () ->
                new CropEnsemble(
                    CropEnsemble.COPIES, CropEnsemble.SHARE, new InputSpec(List.of(12), 0, 1)))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("crop-ensemble wants images");
  }
}
