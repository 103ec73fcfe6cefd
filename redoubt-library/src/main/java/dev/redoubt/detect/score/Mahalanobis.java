package dev.redoubt.detect.score;

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
 * How far layers are from what they look like on the samples of any class (Lee et al. 2018, "A
 * simple unified framework for detecting out-of-distribution samples and adversarial attacks"): the
 * {@linkplain ClassDistances squared Mahalanobis distance to the nearest class}, combined over
 * layers.
 */
public record Mahalanobis(ClassDistances distances, Combination combination) implements Score {
  /** Its name. */
  public static final String KIND = "mahalanobis";

  private static final String CENTRE = ".centre";
  private static final String WHITENING = ".whitening";
  private static final String MEANS = ".means";

  /**
   * From what {@link #state} gave.
   *
   * @throws dev.redoubt.BadInputException if a part is missing or does not fit
   */
  public static Mahalanobis of(State state) {
    Map<String, ClassGaussians> gaussians = new LinkedHashMap<>();
    LayerParts.in(state)
        .forEach(
            (part, layer) ->
                gaussians.put(
                    layer,
                    new ClassGaussians(
                        state.tensor(part + CENTRE),
                        state.tensor(part + WHITENING),
                        state.tensor(part + MEANS))));
    return new Mahalanobis(
        new ClassDistances(gaussians, state.number("noise")),
        Combination.of(state, gaussians.size()));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("layers", LayerParts.joined(distances.layers()));
    settings.put("noise", distances.noise());
    settings.put("combination", combination.word());
    return settings;
  }

  @Override
  public Set<String> layers() {
    return new LinkedHashSet<>(distances.layers());
  }

  @Override
  public int passes() {
    return distances.passes();
  }

  @Override
  public Tensor of(Observation seen, Rest rest, Tensor x, Draws draws) {
    return Scope.tensors(() -> combination.of(distances.of(seen, rest, x, draws)));
  }

  @Override
  public State state() {
    State state = combination.into(new State().with("noise", distances.noise()));
    for (Map.Entry<String, String> part : LayerParts.of(distances.layers()).entrySet()) {
      ClassGaussians own = distances.of(part.getValue());
      state =
          state
              .with(part.getKey(), part.getValue())
              .with(part.getKey() + CENTRE, own.centre())
              .with(part.getKey() + WHITENING, own.whitening())
              .with(part.getKey() + MEANS, own.means());
    }
    return state;
  }
}
