package dev.redoubt.detect.fit;

import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Matrices;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Tensor;

/**
 * A covariance that can be inverted however few samples there are: {@code (1 - δ) S + δ m I}, with
 * the δ of Ledoit and Wolf 2004 ("A well-conditioned estimator for large-dimensional covariance
 * matrices", section 3.3), which minimises the expected squared error asymptotically.
 *
 * <p>With {@code m = tr S / d}, {@code d² = ‖S - mI‖²/d} and {@code b̄² = Σ_k ‖x_k x_kᵀ - S‖² / (d
 * n²)}, δ is {@code min(b̄², d²) / d²}; and at least {@value #LEAST}, so that directions in which
 * nothing ever varies have some variance too.
 *
 * @param matrix fp64, {@code [d, d]}
 * @param shrinkage δ, in (0, 1]
 */
record ShrunkCovariance(Tensor matrix, double shrinkage) {
  /** Small enough to change nothing that is known, large enough to invert in fp64. */
  static final double LEAST = 1e-6;

  /**
   * From moments of n samples with mean 0.
   *
   * @param empirical S, the mean of {@code x xᵀ}, fp64 {@code [d, d]}
   * @param fourth the mean of {@code ‖x‖⁴}
   * @param n at least 1
   */
  static ShrunkCovariance of(Tensor empirical, double fourth, long n) {
    long d = empirical.size(0);
    Tensor identity = Matrices.identity(d, DType.FLOAT64);
    double scale = Reductions.sum(empirical.times(identity)).item() / d;
    double square = Reductions.sum(empirical.times(empirical)).item();
    double spread = square / d - scale * scale;
    double error = (fourth - square) / n / d;
    double wanted = spread > 0 ? Math.min(Math.max(error, 0) / spread, 1) : 1;
    double shrinkage = Math.max(wanted, LEAST);
    Tensor matrix = empirical.times(1 - shrinkage).plus(shrinkage * scale, identity);
    return new ShrunkCovariance(matrix, shrinkage);
  }
}
