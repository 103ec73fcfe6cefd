package dev.redoubt.detect.score;

import dev.redoubt.BadInputException;
import dev.redoubt.detect.Score;
import dev.redoubt.detect.State;
import dev.redoubt.model.Observation;
import dev.redoubt.pipeline.Rest;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import java.util.Map;

/**
 * The free energy of the logits, {@code -T log Σ_k exp(z_k / T)} (Liu et al. 2020, equation 4):
 * high where all logits are low.
 *
 * @param temperature T, positive and finite
 */
public record Energy(double temperature) implements Score {
  /** Its name. */
  public static final String KIND = "energy";

  /** Checks. */
  public Energy {
    if (!(temperature > 0) || Double.isInfinite(temperature)) {
      throw new BadInputException(
          "detector energy wants a positive, finite temperature, not " + temperature);
    }
  }

  /** From what {@link #state} gave. */
  public static Energy of(State state) {
    return new Energy(state.number("temperature"));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Map<String, Object> settings() {
    return Map.of("temperature", temperature);
  }

  @Override
  public Tensor of(Observation seen, Rest rest, Tensor x, Draws draws) {
    return Scope.tensors(
        () ->
            Reductions.logSumExp(seen.logits().dividedBy(temperature), new long[] {1}, false)
                .times(-temperature));
  }

  @Override
  public State state() {
    return new State().with("temperature", temperature);
  }
}
