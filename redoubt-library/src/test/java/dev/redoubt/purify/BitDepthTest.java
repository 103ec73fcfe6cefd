package dev.redoubt.purify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensors;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BitDepthTest {
  /** Every value goes to a level, and no level is nearer; what is out of range goes to its end. */
  @ParameterizedTest
  @CsvSource({"1, 0, 1", "1, -1, 1", "3, 0, 1", "3, -1, 1", "8, -1, 1", "16, 0, 255"})
  void valuesGoToTheNearestLevel(int bits, double low, double high) {
    int n = 997;
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) (low + (high - low) * (-0.1 + 1.2 * i / (n - 1)));
    }
    float[] rounded = apply(new BitDepth(bits, new InputSpec(List.of(n), low, high)), values);
    long last = (1L << bits) - 1;
    for (int i = 0; i < n; i++) {
      double nearest = Double.POSITIVE_INFINITY;
      double level = Double.NaN;
      for (long k = 0; k <= last; k++) {
        double at = low + (high - low) * k / last;
        if (Math.abs(values[i] - at) < nearest) {
          nearest = Math.abs(values[i] - at);
          level = at;
        }
      }
      double tie = 1e-6 * (high - low);
      assertThat(Math.abs(rounded[i] - values[i])).isLessThanOrEqualTo((float) (nearest + tie));
      if (Math.abs(2 * nearest - (high - low) / last) > 4 * tie) {
        assertThat((double) rounded[i]).isBetween(level - tie, level + tie);
      }
    }
  }

  @Test
  void oneBitLeavesTheEndsOfTheRange() {
    float[] values = {-1, -0.01f, 0.01f, 1, -7, 7};
    assertThat(apply(new BitDepth(1, new InputSpec(List.of(6), -1, 1)), values))
        .containsExactly(-1, -1, 1, 1, -1, 1);
  }

  /** As images of 8 bits come, they stay. */
  @Test
  void eightBitsChangeNothingInImagesOfEightBits() {
    float[] values = new float[256];
    for (int i = 0; i < 256; i++) {
      values[i] = i / 255f;
    }
    assertThat(apply(new BitDepth(8, new InputSpec(List.of(256), 0, 1)), values))
        .containsExactly(values, within(1e-7f));
  }

  private static float[] apply(BitDepth stage, float[] values) {
    return Scope.value(
        () -> stage.apply(Tensors.of(values, 1, values.length), Draws.NONE).floats());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 17, -3})
  void otherNumbersOfBitsAreRefused(int bits) {
    assertThatThrownBy(() -> new BitDepth(bits, new InputSpec(List.of(4), 0, 1)))
        .isInstanceOf(BadInputException.class)
        .hasMessage("bit-depth wants from 1 to 16 bits, not " + bits);
  }

  @Test
  void declaresTheIdentityInPlaceOfItsDerivative() {
    BitDepth stage = new BitDepth(3, new InputSpec(List.of(4), 0, 1));
    assertThat(stage.declares().random()).isFalse();
    assertThat(stage.declares().rejects()).isFalse();
    assertThat(stage.declares().backward())
        .isInstanceOfSatisfying(
            Declaration.Backward.Surrogate.class,
            surrogate -> assertThat(surrogate.words()).isEqualTo("the identity"));
    assertThat(stage.gives()).isEqualTo(stage.takes());
  }
}
