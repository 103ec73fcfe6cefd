package dev.redoubt.purify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RandomNoiseTest {
  private static final int FEATURES = 50;
  private static final InputSpec INPUT = new InputSpec(List.of(FEATURES), -1, 1);
  private static final Draws DRAWS = new Draws(3, new long[] {8, 1, 40}, "noise");

  @Test
  void addsTheNormalDrawsOfEachRowAndDoesNotClip() {
    float[] x = new float[3 * FEATURES];
    Arrays.fill(x, 0.9f);
    float[] noisy =
        Scope.value(
            () -> new RandomNoise(0.5, INPUT).apply(Tensors.of(x, 3, FEATURES), DRAWS).floats());
    float largest = 0;
    for (int row = 0; row < 3; row++) {
      float[] normal = new float[FEATURES];
      DRAWS.stream(row).fillGaussian(normal, 0, FEATURES);
      for (int i = 0; i < FEATURES; i++) {
        float value = noisy[row * FEATURES + i];
        assertThat(value).isCloseTo(0.9f + 0.5f * normal[i], within(1e-6f));
        largest = Math.max(largest, value);
      }
    }
    assertThat(largest).isGreaterThan(1.5f);
  }

  @Test
  void aRowDoesNotDependOnItsBatch() {
    Scope.run(
        () -> {
          RandomNoise stage = new RandomNoise(0.1, INPUT);
          float[] all =
              stage.apply(Tensors.of(new float[3 * FEATURES], 3, FEATURES), DRAWS).floats();
          Tensor alone = Tensors.of(new float[FEATURES], 1, FEATURES);
          assertThat(stage.apply(alone, DRAWS.rows(2)).floats())
              .containsExactly(Arrays.copyOfRange(all, 2 * FEATURES, 3 * FEATURES));
        });
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.1, Double.NaN, Double.POSITIVE_INFINITY})
  void otherDeviationsAreRefused(double sigma) {
    assertThatThrownBy(() -> new RandomNoise(sigma, INPUT))
        .isInstanceOf(BadInputException.class)
        .hasMessage("noise wants a positive, finite deviation, not " + sigma);
  }

  @Test
  void declaresThatItIsRandomAndDifferentiable() {
    assertThat(new RandomNoise(0.1, INPUT).declares())
        .isEqualTo(new Declaration(new Declaration.Backward.Exact(), true));
  }
}
