package dev.redoubt.purify;

import dev.redoubt.BadInputException;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.pipeline.Purifier;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Edges;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Neural;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.Map;

/**
 * Gaussian smoothing of each channel: weights {@code exp(-d² / 2σ²)} at whole distances d up to 4σ,
 * normalised; images are mirrored at their edges, which are repeated. Linear, hence attacked with
 * its own derivative.
 *
 * @param sigma σ in pixels, positive and at most {@value #MOST}
 */
public record GaussianBlur(double sigma, InputSpec takes) implements Purifier {
  /** The largest deviation, in pixels. */
  public static final int MOST = 100;

  private static final double REACH = 4;

  /** Checks. */
  public GaussianBlur {
    ImageStage.require("gaussian", takes);
    if (!(sigma > 0) || sigma > MOST) {
      throw new BadInputException(
          "gaussian wants a positive deviation of at most %d pixels, not %s"
              .formatted(MOST, sigma));
    }
  }

  @Override
  public String name() {
    return "gaussian";
  }

  @Override
  public Map<String, Object> settings() {
    return Map.of("sigma", sigma);
  }

  /** One matrix product a direction: edges included, whatever the reach. */
  @Override
  public Tensor apply(Tensor x, Draws draws) {
    return Scope.tensors(
        () -> {
          Tensor across = along(x.size(3)).like(x);
          Tensor down = along(x.size(2)).like(x);
          Tensor half = Layout.transpose(Neural.matmul(x, across), 2, 3);
          return Layout.transpose(Neural.matmul(half, down), 2, 3);
        });
  }

  /** The matrix W with {@code blurred = values W} for a row of this length. */
  private Tensor along(long length) {
    int n = Math.toIntExact(length);
    int reach = (int) Math.round(REACH * sigma);
    double total = 0;
    for (int d = -reach; d <= reach; d++) {
      total += weight(d);
    }
    double[] matrix = new double[n * n];
    for (int to = 0; to < n; to++) {
      for (int d = -reach; d <= reach; d++) {
        matrix[(int) Edges.mirrored(to + d, n) * n + to] += weight(d) / total;
      }
    }
    return Tensors.of(matrix, n, n);
  }

  private double weight(int distance) {
    return Math.exp(-.5 * (distance / sigma) * (distance / sigma));
  }

  @Override
  public Declaration declares() {
    return Declaration.PLAIN;
  }
}
