package dev.redoubt.purify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration.Backward.Surrogate;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.testing.FiniteDifferences;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ThermometerTest {
  private static final InputSpec SIGNED = new InputSpec(List.of(2, 3, 4), -1, 1);

  private static float[] code(Thermometer stage, float... values) {
    return Scope.value(
        () -> stage.apply(Tensors.of(values, 1, values.length), Draws.NONE).floats());
  }

  /** The paper's values (table 1), whose codes there are the other way round. */
  @ParameterizedTest
  @CsvSource({"0.13, 1100000000", "0.66, 1111111000", "0.92, 1111111111", "0, 1000000000"})
  void valuesFillUpTheirOwnLevelAndAllBelow(float value, String expected) {
    StringBuilder bits = new StringBuilder();
    for (float bit : code(new Thermometer(10, new InputSpec(List.of(1), 0, 1)), value)) {
      bits.append(bit == 1 ? '1' : bit == 0 ? '0' : '?');
    }
    assertThat(bits).hasToString(expected);
  }

  @Test
  void valuesAtAThresholdStayBelowItAndThoseOutOfRangeGoToItsEnds() {
    Thermometer stage = new Thermometer(4, new InputSpec(List.of(1), 0, 1));
    assertThat(code(stage, 0.5f)).containsExactly(1, 1, 0, 0);
    assertThat(code(stage, Math.nextUp(0.5f))).containsExactly(1, 1, 1, 0);
    assertThat(code(stage, 0.75f)).containsExactly(1, 1, 1, 0);
    assertThat(code(stage, 1)).containsExactly(1, 1, 1, 1);
    assertThat(code(stage, 3)).containsExactly(1, 1, 1, 1);
    assertThat(code(stage, -3)).containsExactly(1, 0, 0, 0);
  }

  /** The sum of the one-hot quantisation from the top, channel after channel. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 16, 256})
  void levelsOfAChannelStandTogether(int levels) {
    Thermometer stage = new Thermometer(levels, SIGNED);
    assertThat(stage.gives()).isEqualTo(new InputSpec(List.of(2 * levels, 3, 4), 0, 1));
    int rows = 3;
    float[] x = EveryWindow.images(rows, SIGNED.shape(), -1.2, 1.2);
    float[] codes =
        Scope.value(() -> stage.apply(Tensors.of(x, rows, 2, 3, 4), Draws.NONE).floats());
    int pixels = 12;
    for (int i = 0; i < x.length; i++) {
      double value = Math.min(Math.max((x[i] + 1.0) / 2, 0), 1);
      int bucket = Math.max(0, (int) Math.ceil(value * levels) - 1);
      int channel = i / pixels; // of all rows, one after another
      for (int k = 0; k < levels; k++) {
        assertThat(codes[(channel * levels + k) * pixels + i % pixels])
            .isEqualTo(k <= bucket ? 1 : 0);
      }
    }
  }

  @Test
  void tablesAreEncodedFeatureByFeature() {
    Thermometer stage = new Thermometer(3, new InputSpec(List.of(2), 0, 1));
    assertThat(stage.gives()).isEqualTo(new InputSpec(List.of(6), 0, 1));
    assertThat(code(stage, 0.5f, 0.9f)).containsExactly(1, 1, 0, 1, 1, 1);
  }

  @Test
  void itHasNoDerivativeOfItsOwn() {
    Scope.run(
        () -> {
          Tensor leaf = Autograd.variable(Tensors.of(new float[24], 1, 2, 3, 4));
          Tensor codes = new Thermometer(4, SIGNED).apply(leaf, Draws.NONE);
          assertThat(codes.requiresGrad()).isFalse();
          assertThat(codes.dtype()).isEqualTo(DType.FLOAT32);
        });
  }

  /** The gradient of 1 / (1 + e^-((v - k/levels) / .05)) with v = (x + 1) / 2, none at level 0. */
  @Test
  void theSurrogateIsASigmoidAtEachThreshold() {
    int levels = 4;
    Thermometer stage = new Thermometer(levels, new InputSpec(List.of(3), -1, 1));
    double[] coefficients = new double[3 * levels];
    Arrays.setAll(coefficients, i -> 100 * Math.cos(i));
    double[] at = {-1, 0.1, 0.6};
    double[] expected = new double[3];
    for (int i = 0; i < 3; i++) {
      for (int k = 1; k < levels; k++) {
        double s = 1 / (1 + Math.exp(-((at[i] + 1) / 2 - (double) k / levels) / 0.05));
        expected[i] += coefficients[i * levels + k] * s * (1 - s) / 0.05 / 2;
      }
    }
    Surrogate surrogate = (Surrogate) stage.declares().backward();
    Scope.run(
        () -> {
          Tensor leaf = Autograd.variable(Tensors.of(at, 1, 3));
          Tensor smooth = surrogate.substitute().apply(leaf, Draws.NONE);
          Tensor value = FiniteDifferences.weighted(smooth, coefficients);
          assertThat(Autograd.grad(value, leaf).doubles()).containsExactly(expected, within(1e-4));
        });
  }

  /** Where ramps from the threshold on would have none: an attacker has to see the way up. */
  @Test
  void blackPixelsHaveAGradientTowardsTheLevelsAbove() {
    Thermometer stage = new Thermometer(16, new InputSpec(List.of(1), 0, 1));
    Surrogate surrogate = (Surrogate) stage.declares().backward();
    Scope.run(
        () -> {
          Tensor leaf = Autograd.variable(Tensors.of(new float[1], 1, 1));
          Tensor smooth = surrogate.substitute().apply(leaf, Draws.NONE);
          Tensor above = Reductions.sum(Layout.columns(smooth, 1, 4));
          assertThat(Autograd.grad(above, leaf).item()).isGreaterThan(1);
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 257, -4})
  void otherNumbersOfLevelsAreRefused(int levels) {
    assertThatThrownBy(() -> new Thermometer(levels, SIGNED))
        .isInstanceOf(BadInputException.class)
        .hasMessage("thermometer wants from 2 to 256 levels, not " + levels);
  }
}
