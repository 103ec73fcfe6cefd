package dev.redoubt.tensor;

import org.bytedeco.pytorch.global.torch;

/** Decompositions of square matrices. */
public final class Matrices {
  private Matrices() {}

  /** Ones on the diagonal, zeros elsewhere, {@code [d, d]}. */
  public static Tensor identity(long d, DType type) {
    return Scope.tensors(() -> new Tensor(torch.eye(d)).to(type));
  }

  /**
   * The lower triangular L with {@code L Lᵀ = x} (Cholesky).
   *
   * @param x symmetric and positive definite, {@code [d, d]}, of floats
   * @throws RuntimeException if it is not positive definite
   */
  public static Tensor cholesky(Tensor x) {
    return new Tensor(torch.linalg_cholesky(x.raw));
  }

  /**
   * The inverse of a lower triangular matrix, which is lower triangular itself.
   *
   * @param lower {@code [d, d]}, of floats, without a zero on its diagonal
   */
  public static Tensor inverseOfLower(Tensor lower) {
    return Scope.tensors(
        () -> {
          Tensor identity = identity(lower.size(0), lower.dtype()).like(lower);
          return new Tensor(torch.linalg_solve_triangular(lower.raw, identity.raw, false));
        });
  }
}
