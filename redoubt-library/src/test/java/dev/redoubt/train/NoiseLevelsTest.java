package dev.redoubt.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.data.InputSpec;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoiseLevelsTest {
  /** Wide enough that nothing is clipped. */
  private static final InputSpec WIDE = new InputSpec(List.of(1, 20, 20), -9, 9);

  private static final Draws DRAWS = new Draws(1, LongStream.range(0, 300).toArray(), "test");

  private static double[] deviations(Tensor noise) {
    double[] deviations = new double[Math.toIntExact(noise.rows())];
    for (int row = 0; row < deviations.length; row++) {
      double squares = 0;
      for (float value : Layout.row(noise, row).floats()) {
        squares += value * value;
      }
      deviations[row] = Math.sqrt(squares / 400);
    }
    return deviations;
  }

  @Test
  void deviationsAreSpreadEvenlyBetweenTheEnds() {
    Scope.run(
        () -> {
          Tensor x = Tensors.zeros(DType.FLOAT32, 300, 1, 20, 20);
          double[] drawn = deviations(new NoiseLevels(.1, .5).drawn(x, WIDE, DRAWS));
          double[] strongest = deviations(new NoiseLevels(.1, .5).strongest(x, WIDE, DRAWS));
          double[] fixed = deviations(new NoiseLevels(.3, .3).drawn(x, WIDE, DRAWS));

          assertThat(Arrays.stream(drawn).boxed()).allMatch(d -> d > .08 && d < .6);
          assertThat(Arrays.stream(drawn).average().orElseThrow()).isCloseTo(.3, within(.03));
          assertThat(Arrays.stream(drawn).filter(d -> d < .2).count()).isBetween(45L, 105L);
          assertThat(Arrays.stream(strongest).boxed()).allMatch(d -> Math.abs(d - .5) < .1);
          assertThat(Arrays.stream(fixed).boxed()).allMatch(d -> Math.abs(d - .3) < .06);
        });
  }

  @Test
  void rowsDoNotDependOnTheirBatch() {
    Scope.run(
        () -> {
          Tensor x = Tensors.full(.5, DType.FLOAT32, 3, 1, 20, 20);
          Draws three = new Draws(1, new long[] {5, 6, 7}, "test");
          NoiseLevels noise = new NoiseLevels(0, .5);
          Tensor all = noise.drawn(x, WIDE, three);
          Tensor last = noise.drawn(Layout.row(x, 2), WIDE, three.rows(2));

          assertThat(last.floats()).isEqualTo(Layout.row(all, 2).floats());
          assertThat(last.floats()).isNotEqualTo(Layout.row(all, 1).floats());
        });
  }

  @Test
  void staysInTheRange() {
    Scope.run(
        () -> {
          Tensor x = Tensors.zeros(DType.FLOAT32, 300, 1, 20, 20);
          InputSpec unit = InputSpec.image(1, 20, 20);
          for (float value : new NoiseLevels(0, 2).drawn(x, unit, DRAWS).floats()) {
            assertThat(value).isBetween(0f, 1f);
          }
        });
  }

  @Test
  void isReadFromOneEndOrBoth() {
    assertThat(NoiseLevels.parse("0.1")).isEqualTo(new NoiseLevels(0, .1));
    assertThat(NoiseLevels.parse("0.05:0.1")).isEqualTo(new NoiseLevels(.05, .1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "-0.1", "NaN", "Infinity", "", "a", "0.2:0.1", "-1:1", "NaN:1", "1:2:3", ":"})
  void badNoiseIsOneSentence(String text) {
    assertThatThrownBy(() -> NoiseLevels.parse(text))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("noise wants a")
        .hasMessageContaining("not ");
  }
}
