package dev.redoubt.detect.score;

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
 * Lack of confidence: {@code -log max_k p_k}, which orders inputs as one minus the largest
 * probability does (Hendrycks and Gimpel 2017), but does not round to 0. The baseline that every
 * other score has to beat.
 */
public record MaxSoftmax() implements Score {
  /** Its name. */
  public static final String KIND = "softmax";

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Map<String, Object> settings() {
    return Map.of();
  }

  @Override
  public Tensor of(Observation seen, Rest rest, Tensor x, Draws draws) {
    return Scope.tensors(
        () ->
            Reductions.logSumExp(seen.logits(), new long[] {1}, false)
                .minus(Reductions.max(seen.logits(), 1)));
  }

  @Override
  public State state() {
    return new State();
  }
}
