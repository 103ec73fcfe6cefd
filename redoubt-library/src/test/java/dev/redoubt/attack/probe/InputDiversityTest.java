package dev.redoubt.attack.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensors;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class InputDiversityTest {
  private static final int ROWS = 1000;

  private static float[] changed(InputDiversity diversity, int... rows) {
    Draws draws = new Draws(5, LongStream.range(0, ROWS).toArray(), "d").rows(rows);
    float[] ones = new float[rows.length * 20 * 10];
    Arrays.fill(ones, 1);
    return Scope.value(
        () -> diversity.apply(Tensors.of(ones, rows.length, 1, 20, 10), -1, draws).floats());
  }

  private static int[] all() {
    return IntStream.range(0, ROWS).toArray();
  }

  /** An image of ones stays, or is a smaller rectangle of ones among the lowest value. */
  @Test
  void halfOfTheImagesAreChangedByLittle() {
    float[] results = changed(new InputDiversity(), all());
    int[] heights = new int[21];
    for (int row = 0; row < ROWS; row++) {
      int kept = 0;
      for (int i = 0; i < 200; i++) {
        float value = results[row * 200 + i];
        kept += value > 0 ? 1 : 0;
        assertThat(Math.abs(value)).isCloseTo(1, within(1e-6f));
      }
      assertThat(kept).isIn(200, 19 * 10, 18 * 9);
      heights[kept == 200 ? 20 : kept == 190 ? 19 : 18]++;
    }
    // .5 + .5/3, .5/3 and .5/3 of 1000, whose deviations are below 15.
    assertThat(heights[20]).isCloseTo(667, within(60));
    assertThat(heights[19]).isCloseTo(167, within(50));
    assertThat(heights[18]).isCloseTo(167, within(50));
  }

  @Test
  void aRowDoesNotDependOnItsBatch() {
    float[] together = changed(new InputDiversity(1, .5), 3, 8, 7);
    assertThat(changed(new InputDiversity(1, .5), 7))
        .containsExactly(Arrays.copyOfRange(together, 400, 600), within(1e-6f));
  }

  @Test
  void badSettingsAreNamed() {
    assertThatThrownBy(() -> new InputDiversity(1.5, .9))
        .isInstanceOf(BadInputException.class)
        .hasMessage("the probability of input diversity must lie in [0, 1], not 1.5");
    assertThatThrownBy(() -> new InputDiversity(.5, 0))
        .isInstanceOf(BadInputException.class)
        .hasMessage("input diversity wants a smallest share above 0 and at most 1, not 0.0");
    assertThatThrownBy(() -> Probe.PLAIN.overScales(0))
        .isInstanceOf(BadInputException.class)
        .hasMessage("gradients can be averaged over 1 to 30 scale copies, not 0");
  }
}
