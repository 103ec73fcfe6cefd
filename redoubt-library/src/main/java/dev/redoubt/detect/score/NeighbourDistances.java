package dev.redoubt.detect.score;

import dev.redoubt.BadInputException;
import dev.redoubt.model.Observation;
import dev.redoubt.pipeline.Rest;
import dev.redoubt.tensor.Comparison;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * For each layer the estimate of the local intrinsic dimensionality, {@code -(1/k Σ_{i≤k} log(r_i /
 * r_k))⁻¹} with the distances {@code r_1 ≤ … ≤ r_k} to the k nearest references (Ma et al. 2018,
 * equation 4).
 *
 * <p>A reference so near that rounding could have parted the two counts as the sample itself, and
 * is none of its neighbours. If fewer than k others are left the mean is over those; if none is,
 * the estimate is 0. It is at most {@value #HIGHEST}, which is reached where all neighbours are
 * equally far, or infinitely. The gradient is that of the distances to the neighbours that there
 * are.
 *
 * @param references by layer, in order; each {@code [references, d]}
 * @param neighbours k, at least 2 and less than the references
 */
public record NeighbourDistances(Map<String, Tensor> references, int neighbours)
    implements LayerScores {
  private static final double HIGHEST = 1e4;

  /** Squared distance over squared length: 1e-5 of the length. */
  private static final double SAME = 1e-10;

  private static final double FAR = 1e300;

  /** Checks, and keeps the order. */
  public NeighbourDistances {
    references = Collections.unmodifiableMap(new LinkedHashMap<>(references));
    for (Tensor each : references.values()) {
      if (each.rank() != 2) {
        throw new BadInputException(
            "its references have %d dimensions, expected 2".formatted(each.rank()));
      }
      check(neighbours, each.rows());
    }
  }

  /**
   * Checks settings.
   *
   * @throws BadInputException if there are fewer than 2 neighbours or too few references
   */
  public static void check(int neighbours, int references) {
    if (neighbours < 2 || references <= neighbours) {
      throw new BadInputException(
          "detector lid wants at least 2 neighbours and more references than neighbours, not %d"
                  .formatted(neighbours)
              + " neighbours and %d references".formatted(references));
    }
  }

  @Override
  public List<String> layers() {
    return List.copyOf(references.keySet());
  }

  /** The references of a layer. */
  Tensor of(String layer) {
    return Objects.requireNonNull(references.get(layer), layer);
  }

  @Override
  public Tensor of(Observation seen, Rest rest, Tensor x, Draws draws) {
    List<Tensor> columns = new ArrayList<>();
    references.forEach(
        (layer, own) -> {
          Tensor vectors = LayerVectors.of(seen.feature(layer));
          Tensor estimate = dimensionality(vectors, own).to(vectors.dtype());
          columns.add(Layout.unsqueeze(Finite.of(estimate), 1));
        });
    return Layout.concat(columns, 1);
  }

  private Tensor dimensionality(Tensor vectors, Tensor own) {
    Tensor squared = SquaredDistances.between(vectors, own);
    Tensor lengths = lengths(vectors);
    Tensor far = constant(FAR, vectors);
    Tensor others =
        Elementwise.where(isAnother(squared, lengths, lengths(own.like(vectors))), squared, far);
    Tensor order = Reductions.largest(others.detached().negated(), neighbours).indices();
    Tensor nearest = Layout.gather(others, order);
    Tensor counts = Comparison.less(nearest.detached(), FAR).to(DType.FLOAT64);
    Tensor logs = Elementwise.log(nearest).times(0.5);
    Tensor gaps = Layout.unsqueeze(farthest(logs, counts), 1).minus(logs).times(counts);
    Tensor known = Reductions.sum(counts, 1);
    Tensor mean = Reductions.sum(gaps, 1).dividedBy(Elementwise.atLeast(known, 1));
    Tensor estimate = Elementwise.atLeast(mean, 1 / HIGHEST).reciprocal();
    Tensor unlessAlone = estimate.times(Elementwise.clamp(known, 0, 1));
    return Elementwise.where(
        Elementwise.isFinite(lengths), unlessAlone, constant(HIGHEST, vectors));
  }

  private static Tensor constant(double value, Tensor like) {
    return Tensors.full(value, DType.FLOAT64, 1).to(like.device());
  }

  private static Tensor lengths(Tensor vectors) {
    return SquaredDistances.lengths(vectors.detached().to(DType.FLOAT64));
  }

  /** Whether references are not the sample itself; the squared lengths say what rounding may do. */
  private static Tensor isAnother(Tensor squared, Tensor lengths, Tensor own) {
    Tensor longer = Elementwise.maximum(Layout.unsqueeze(lengths, 1), Layout.unsqueeze(own, 0));
    return Elementwise.greater(squared.detached(), longer.times(SAME));
  }

  /** The logarithm of r_k: the last of the neighbours that count. */
  private static Tensor farthest(Tensor logs, Tensor counts) {
    Tensor last = Elementwise.atLeast(Reductions.sum(counts, 1).minus(1), 0);
    return Layout.pick(logs, last.to(DType.INT64));
  }
}
