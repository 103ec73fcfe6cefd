package dev.redoubt.nn.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Mode;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random values are each sample's own, and have the distribution that was asked for. */
class RandomOperatorsTest {
  private static final List<Extent> SHAPE = List.of(new Extent(2, true), new Extent(3, false));

  static Stream<Operator> operators() {
    return Stream.of(new RandomNormal(SHAPE, .5, 2), new RandomUniform(SHAPE, -1, 3));
  }

  private static double[] values(Operator operator, DType type, long... ids) {
    try (Network network =
        Network.create(Graph.builder().then("random", operator).build(), 0).to(type)) {
      Tensor x = Tensors.zeros(type, ids.length, 7);
      Tensor drawn = network.forward(x, new Pass(Mode.EVAL, new Draws(3, ids, "test")));
      assertThat(drawn.dtype()).isEqualTo(type);
      assertThat(drawn.shape()).containsExactly(2L * ids.length, 3);
      return drawn.doubles();
    }
  }

  @ParameterizedTest
  @MethodSource("operators")
  void dependOnTheSampleAlone(Operator operator) {
    double[] batch = values(operator, DType.FLOAT32, 4, 8, 15);
    double[] other = values(operator, DType.FLOAT32, 15, 4);

    assertThat(operator.random()).isTrue();
    assertThat(other).startsWith(Arrays.copyOfRange(batch, 12, 18));
    assertThat(other).endsWith(Arrays.copyOf(batch, 6));
    assertThat(values(operator, DType.FLOAT32, 8))
        .containsExactly(Arrays.copyOfRange(batch, 6, 12));
    assertThat(Arrays.stream(batch).distinct().count()).isEqualTo(18);
    assertThat(values(operator, DType.FLOAT64, 4, 8, 15)).containsExactly(batch, within(1e-6));
  }

  @Test
  void haveTheirMoments() {
    long[] ids = LongStream.range(0, 20_000).toArray();
    double[] normal = values(new RandomNormal(SHAPE, .5, 2), DType.FLOAT32, ids);
    double[] uniform = values(new RandomUniform(SHAPE, -1, 3), DType.FLOAT32, ids);

    // 120,000 values: five standard deviations of the means
    assertThat(mean(normal)).isCloseTo(.5, within(5 * 2 / Math.sqrt(120_000)));
    assertThat(variance(normal)).isCloseTo(4, within(5 * 4 * Math.sqrt(2 / 120_000.)));
    assertThat(mean(uniform)).isCloseTo(1, within(5 * Math.sqrt(16 / 12. / 120_000)));
    assertThat(Arrays.stream(uniform).min().orElseThrow()).isBetween(-1., -.99);
    assertThat(Arrays.stream(uniform).max().orElseThrow()).isBetween(2.99, 3.);
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static double variance(double[] values) {
    double mean = mean(values);
    return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
  }

  @Test
  void refuseShapesThatDoNotGoWithTheSamples() {
    List<Extent> fixed = List.of(new Extent(2, false));
    List<Extent> square = List.of(new Extent(1, true), new Extent(1, true));
    for (List<Extent> shape : List.of(List.<Extent>of(), fixed, square)) {
      assertThatThrownBy(() -> new RandomNormal(shape, 0, 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("first dimension");
      assertThatThrownBy(() -> new RandomUniform(shape, 0, 1))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
