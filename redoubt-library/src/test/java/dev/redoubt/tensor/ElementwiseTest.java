package dev.redoubt.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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

  @Test
  void inverseNormalIsTheQuantileWithItsDerivative() {
    double[] shares = {1e-10, .025, .3, .5, .8, .975};
    double[] quantiles = {
      -6.361340902404056,
      -1.959963984540054,
      -.5244005127080407,
      0,
      .8416212335729143,
      1.959963984540054
    };
    Scope.run(
        () -> {
          Tensor p = Autograd.variable(Tensors.of(shares, shares.length));
          Tensor x = Elementwise.inverseNormal(p);
          assertThat(x.doubles()).containsExactly(quantiles, within(1e-9));
          double[] slopes = Autograd.grad(Reductions.sum(x), p).doubles();
          for (int i = 0; i < shares.length; i++) {
            double density = Math.exp(-quantiles[i] * quantiles[i] / 2) / Math.sqrt(2 * Math.PI);
            assertThat(slopes[i] * density).isCloseTo(1, within(1e-7));
          }
          assertThat(Elementwise.inverseNormal(Tensors.of(new double[] {0, 1, 1.1}, 3)).doubles())
              .containsExactly(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, Double.NaN);
        });
  }
}
