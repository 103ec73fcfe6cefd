package dev.redoubt.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EdgesTest {
  @Test
  void mirroredRepeatsTheEdgeAndGoesOnAndOn() {
    Scope.run(
        () -> {
          Tensor x = Tensors.of(new double[] {1, 2, 3, 4, 5, 6}, 2, 3);
          assertThat(Edges.mirrored(x, 1, 2, 1).doubles())
              .containsExactly(2, 1, 1, 2, 3, 3, 5, 4, 4, 5, 6, 6);
          assertThat(Edges.mirrored(x, 0, 1, 3).doubles())
              .containsExactly(1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6, 1, 2, 3, 1, 2, 3);
          Tensor single = Tensors.of(new double[] {7}, 1);
          assertThat(Edges.mirrored(single, 0, 2, 2).doubles()).containsExactly(7, 7, 7, 7, 7);
        });
  }

  @Test
  void repeatedEndsInTheOutermost() {
    Scope.run(
        () -> {
          Tensor x = Tensors.of(new double[] {1, 2, 3, 4, 5, 6}, 2, 3);
          assertThat(Edges.repeated(x, 1, 2, 1).doubles())
              .containsExactly(1, 1, 1, 2, 3, 3, 4, 4, 4, 5, 6, 6);
          assertThat(Edges.repeated(x, 0, 0, 2).doubles())
              .containsExactly(1, 2, 3, 4, 5, 6, 4, 5, 6, 4, 5, 6);
        });
  }

  @Test
  void nothingAddedIsTheSame() {
    Scope.run(
        () -> {
          Tensor x = Tensors.of(new double[] {1, 2}, 2);
          assertThat(Edges.mirrored(x, 0, 0, 0).doubles()).containsExactly(1, 2);
        });
  }

  @Test
  void derivativeIsCollectedFromAllCopies() {
    Scope.run(
        () -> {
          Tensor x = Autograd.variable(Tensors.of(new double[] {1, 2, 3}, 3));
          Tensor sum = Reductions.sum(Edges.mirrored(x, 0, 2, 0));
          assertThat(Autograd.grad(sum, x).doubles()).containsExactly(2, 2, 1);
        });
  }
}
