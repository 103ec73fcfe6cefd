package dev.redoubt.detect.fit;

import dev.redoubt.detect.score.ClassDistances;
import dev.redoubt.detect.score.Mahalanobis;
import dev.redoubt.model.Layer;
import java.util.List;

/**
 * How {@link Mahalanobis} is fitted: Gaussians with Ledoit and Wolf's shrunk covariance from clean
 * samples and their true labels, and the combination of layers from the contrast if there is one.
 *
 * @param layers that are read; none for the outputs of all activation functions
 * @param noise by which each input value is moved before it is judged, in pixel space; Lee et al.
 *     choose it on adversarial samples from 0, .0005, .001, .0014, .002, .005 and .01
 */
public record MahalanobisFit(List<String> layers, double noise) {
  /** All activations, without a move of the input. */
  public MahalanobisFit() {
    this(List.of(), 0);
  }

  /** Copies and checks. */
  public MahalanobisFit {
    layers = List.copyOf(layers);
    ClassDistances.checkNoise(noise);
  }

  /**
   * Learns.
   *
   * @throws dev.redoubt.BadInputException if a layer does not exist or is too wide, or a class has
   *     no samples
   */
  public Mahalanobis fit(Lessons lessons) {
    List<Layer> read = DefaultLayers.of(Mahalanobis.KIND, lessons.layers(), layers);
    ClassDistances distances = new ClassDistances(GaussiansFit.of(lessons, read), noise);
    return new Mahalanobis(distances, CombinationFit.of(lessons, distances, lessons.clean()));
  }
}
