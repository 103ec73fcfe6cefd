package dev.redoubt.detect.score;

import dev.redoubt.BadInputException;
import dev.redoubt.model.Observation;
import dev.redoubt.pipeline.Rest;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * For each layer the squared Mahalanobis distance to the nearest class, after the input was moved
 * by {@code noise} against the sign of its gradient (Lee et al. 2018, section 2.2): clean inputs
 * come nearer than others do.
 *
 * <p>Lee et al. move the input anew for each layer. Here it is moved once, down the sum of all
 * layers' distances, so that a row costs two more passes and a backward one rather than that many a
 * layer. As in their code the moved input may leave the box. To those who differentiate the score
 * the move is a constant.
 *
 * @param gaussians by layer, in order
 * @param noise the length of the move in pixel space, each value's; 0 for none
 */
public record ClassDistances(Map<String, ClassGaussians> gaussians, double noise)
    implements LayerScores {
  private static final int PASSES = 2;

  /** Checks, and keeps the order. */
  public ClassDistances {
    gaussians = Collections.unmodifiableMap(new LinkedHashMap<>(gaussians));
    checkNoise(noise);
  }

  /**
   * Checks a setting.
   *
   * @throws BadInputException if the noise is negative or no finite number
   */
  public static void checkNoise(double noise) {
    if (!(noise >= 0) || Double.isInfinite(noise)) {
      throw new BadInputException(
          "detector mahalanobis wants a noise that is finite and not negative, not " + noise);
    }
  }

  @Override
  public List<String> layers() {
    return List.copyOf(gaussians.keySet());
  }

  /** The Gaussians of a layer. */
  ClassGaussians of(String layer) {
    return Objects.requireNonNull(gaussians.get(layer), layer);
  }

  /** The pass that is differentiated, and the one at the moved input. */
  @Override
  public int passes() {
    return noise == 0 ? 0 : PASSES;
  }

  @Override
  public Tensor of(Observation seen, Rest rest, Tensor x, Draws draws) {
    if (noise == 0) {
      return distances(seen);
    }
    Tensor moved = x.plus(-noise, uphill(rest, x, draws.of("uphill")));
    return distances(rest.observe(moved, names(), draws.of("moved")));
  }

  /** The sign of the gradient of all layers' distances, also where nothing else is on the tape. */
  private Tensor uphill(Rest rest, Tensor x, Draws draws) {
    return Autograd.recording(
        () -> {
          Tensor leaf = Autograd.variable(x);
          Tensor sum = Reductions.sum(distances(rest.observe(leaf, names(), draws)));
          return Elementwise.sign(Autograd.grad(sum, leaf)).detached();
        });
  }

  private Set<String> names() {
    return new LinkedHashSet<>(gaussians.keySet());
  }

  private Tensor distances(Observation seen) {
    List<Tensor> columns = new ArrayList<>();
    gaussians.forEach(
        (layer, own) -> {
          Tensor vectors = LayerVectors.of(seen.feature(layer));
          columns.add(Layout.unsqueeze(Finite.of(own.squaredDistance(vectors)), 1));
        });
    return Layout.concat(columns, 1);
  }
}
