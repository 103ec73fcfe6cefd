package dev.redoubt.detect.score;

import dev.redoubt.BadInputException;
import dev.redoubt.detect.Score;
import dev.redoubt.detect.State;
import dev.redoubt.model.Observation;
import dev.redoubt.pipeline.Rest;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * How fast the number of clean samples grows with the distance from an input, in layers (Ma et al.
 * 2018, "Characterizing adversarial subspaces using local intrinsic dimensionality"): the
 * {@linkplain NeighbourDistances estimates of single layers}, combined.
 *
 * <p>Ma et al. take the neighbours from the minibatch that a sample comes in. Here they come from
 * one fixed set of clean samples of the same size, so that a row's score does not depend on its
 * batch.
 */
public record LocalIntrinsicDimensionality(NeighbourDistances distances, Combination combination)
    implements Score {
  /** Its name. */
  public static final String KIND = "lid";

  private static final String REFERENCES = ".references";

  /**
   * From what {@link #state} gave.
   *
   * @throws BadInputException if a part is missing or does not fit
   */
  public static LocalIntrinsicDimensionality of(State state) {
    Map<String, Tensor> references = new LinkedHashMap<>();
    LayerParts.in(state)
        .forEach((part, layer) -> references.put(layer, state.tensor(part + REFERENCES)));
    return new LocalIntrinsicDimensionality(
        new NeighbourDistances(references, state.whole("neighbours")),
        Combination.of(state, references.size()));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("layers", LayerParts.joined(distances.layers()));
    settings.put("neighbours", distances.neighbours());
    settings.put("references", distances.of(distances.layers().get(0)).rows());
    settings.put("combination", combination.word());
    return settings;
  }

  @Override
  public Set<String> layers() {
    return new LinkedHashSet<>(distances.layers());
  }

  @Override
  public Tensor of(Observation seen, Rest rest, Tensor x, Draws draws) {
    return Scope.tensors(() -> combination.of(distances.of(seen, rest, x, draws)));
  }

  @Override
  public State state() {
    State state = combination.into(new State().with("neighbours", distances.neighbours()));
    for (Map.Entry<String, String> part : LayerParts.of(distances.layers()).entrySet()) {
      state =
          state
              .with(part.getKey(), part.getValue())
              .with(part.getKey() + REFERENCES, distances.of(part.getValue()));
    }
    return state;
  }
}
