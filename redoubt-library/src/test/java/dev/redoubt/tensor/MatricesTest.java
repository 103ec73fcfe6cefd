package dev.redoubt.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MatricesTest {
  private static final double[] POSITIVE = {4, 2, -2, 2, 10, 5, -2, 5, 9};

  @Test
  void choleskyIsTheTextbookExample() {
    Scope.run(
        () ->
            assertThat(Matrices.cholesky(Tensors.of(POSITIVE, 3, 3)).doubles())
                .containsExactly(new double[] {2, 0, 0, 1, 3, 0, -1, 2, 2}, within(1e-12)));
  }

  @Test
  void inverseOfLowerTakenTwiceGivesTheMatrixBack() {
    Scope.run(
        () -> {
          Tensor lower = Tensors.of(new double[] {2, 0, 0, 1, 3, 0, -1, 2, 2}, 3, 3);
          Tensor inverse = Matrices.inverseOfLower(lower);
          assertThat(Neural.matmul(inverse, lower).doubles())
              .containsExactly(Matrices.identity(3, DType.FLOAT64).doubles(), within(1e-12));
          assertThat(inverse.doubles()[1]).isZero();
        });
  }

  @Test
  void identityHasTheTypeAskedFor() {
    Scope.run(
        () -> {
          Tensor identity = Matrices.identity(2, DType.FLOAT64);
          assertThat(identity.dtype()).isEqualTo(DType.FLOAT64);
          assertThat(identity.doubles()).containsExactly(1, 0, 0, 1);
        });
  }
}
