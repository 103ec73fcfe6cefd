package dev.redoubt.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ElementwiseTest {
  @Test
  void betweenTwoTensors() {
    Scope.run(
        () -> {
          Tensor a = Tensors.of(new double[] {1, 2, 3, 4}, 2, 2);
          Tensor b = Tensors.of(new double[] {5, 6, 7, 8}, 2, 2);
          Tensor weight = Tensors.of(new double[] {0.25, 1}, 2, 1);
          assertThat(Elementwise.between(a, b, weight).doubles()).containsExactly(2, 3, 7, 8);
        });
  }

  @Test
  void wherePositiveKeepsExactlyWhatStandsAtPositives() {
    Scope.run(
        () -> {
          Tensor condition = Tensors.of(new double[] {-1, -0.0, 0, 1e-300, 2}, 5);
          Tensor values = Tensors.of(new double[] {1, 2, 3, 4, -5}, 5);
          assertThat(Elementwise.wherePositive(condition, values).doubles())
              .containsExactly(0, 0, 0, 4, -5);
        });
  }
}
