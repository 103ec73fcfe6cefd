package dev.redoubt.detect.score;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LayerVectorsTest {
  /** 0, 1, 2, … */
  private static Tensor counted(long... shape) {
    int count = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    return Tensors.of(IntStream.range(0, count).asDoubleStream().toArray(), shape);
  }

  @Test
  void imagesBecomeMeansOfTheirChannels() {
    Scope.run(
        () ->
            assertThat(LayerVectors.of(counted(2, 2, 2, 3)).doubles())
                .containsExactly(2.5, 8.5, 14.5, 20.5));
    assertThat(LayerVectors.length(List.of(2L, 2L, 3L))).isEqualTo(2);
  }

  @Test
  void sequencesBecomeMeansOverTheirTokens() {
    Scope.run(
        () -> assertThat(LayerVectors.of(counted(2, 3, 2)).doubles()).containsExactly(2, 3, 8, 9));
    assertThat(LayerVectors.length(List.of(3L, 2L))).isEqualTo(2);
  }

  @Test
  void vectorsStayUnderAHandleOfTheirOwn() {
    Scope.run(
        () -> {
          Tensor values = counted(2, 3);
          Tensor vectors = LayerVectors.of(values);
          assertThat(vectors).isNotSameAs(values);
          assertThat(vectors.doubles()).containsExactly(0, 1, 2, 3, 4, 5);
        });
    assertThat(LayerVectors.length(List.of(3L))).isEqualTo(3);
  }
}
