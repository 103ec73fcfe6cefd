package dev.redoubt.detect.fit;

import dev.redoubt.BadInputException;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetView;
import dev.redoubt.detect.score.LayerVectors;
import dev.redoubt.detect.score.LocalIntrinsicDimensionality;
import dev.redoubt.detect.score.NeighbourDistances;
import dev.redoubt.model.Layer;
import dev.redoubt.tensor.RandomStream;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How {@link LocalIntrinsicDimensionality} is fitted: references drawn from the clean samples, and
 * the combination of layers from the contrast, or else from the clean samples that were not drawn.
 *
 * @param neighbours k, at least 2
 * @param references among which they are looked for, more than k
 * @param layers that are read; none for the outputs of all activation functions
 */
public record LocalIntrinsicDimensionalityFit(int neighbours, int references, List<String> layers) {
  private static final String KIND = LocalIntrinsicDimensionality.KIND;

  /** All activations, 20 neighbours among 100 references (Ma et al. 2018, section 5.1). */
  public LocalIntrinsicDimensionalityFit() {
    this(20, 100, List.of());
  }

  /** Copies and checks. */
  public LocalIntrinsicDimensionalityFit {
    layers = List.copyOf(layers);
    NeighbourDistances.check(neighbours, references);
  }

  /**
   * Learns.
   *
   * @throws BadInputException if a layer does not exist, or there are too few clean samples
   */
  public LocalIntrinsicDimensionality fit(Lessons lessons) {
    List<Layer> read = DefaultLayers.of(KIND, lessons.layers(), layers);
    Dataset clean = lessons.clean();
    if (clean.size() < 2 * references) {
      throw new BadInputException(
          "detector lid wants at least %d clean samples for %d references, but %s has %d"
              .formatted(2 * references, references, clean.name(), clean.size()));
    }
    int[] order =
        RandomStream.of(lessons.seed(), -1, "detect/lid/references").permutation(clean.size());
    int[] drawn = Arrays.copyOf(order, references);
    int[] others = Arrays.copyOfRange(order, references, order.length);
    NeighbourDistances distances =
        new NeighbourDistances(vectors(lessons, read, drawn), neighbours);
    return new LocalIntrinsicDimensionality(
        distances, CombinationFit.of(lessons, distances, DatasetView.select(clean, others)));
  }

  private static Map<String, Tensor> vectors(Lessons lessons, List<Layer> layers, int[] rows) {
    Set<String> names = new LinkedHashSet<>();
    layers.forEach(layer -> names.add(layer.name()));
    return Scope.value(
        () -> {
          Dataset drawn = DatasetView.select(lessons.clean(), rows);
          Features features = Features.of(lessons, drawn, names, LayerVectors::of, KIND);
          Map<String, Tensor> vectors = new LinkedHashMap<>();
          names.forEach(name -> vectors.put(name, Scope.own(features.of(name))));
          return vectors;
        });
  }
}
