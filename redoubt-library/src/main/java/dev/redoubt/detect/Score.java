package dev.redoubt.detect;

import dev.redoubt.model.Observation;
import dev.redoubt.pipeline.Rest;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;
import java.util.Map;
import java.util.Set;

/**
 * How suspicious inputs are: the larger, the more. Implementations are immutable, fitted already,
 * and differentiable as they are; the parts of them that are not (rounding, say) give the
 * derivative of a surrogate by themselves. What a row scores depends on the row and its draws
 * alone, never on the others of its batch.
 */
public interface Score {
  /** What the command line calls this kind of detector. */
  String kind();

  /** Its settings by name, for provenance. */
  Map<String, Object> settings();

  /** The layers of the classifier that it reads. */
  default Set<String> layers() {
    return Set.of();
  }

  /** Whether two looks with other draws may differ. */
  default boolean isRandom() {
    return false;
  }

  /** Passes of the classifier that a row costs, besides the one that classifies it. */
  default int passes() {
    return 0;
  }

  /**
   * The score.
   *
   * @param seen logits and {@link #layers} of the classifier at {@code x}
   * @param rest asks the classifier about other inputs
   * @param x {@code [n, ...]} as the classifier is given it
   * @param draws of these rows, if it is random
   * @return {@code [n]}, on the tape of {@code x} and {@code seen} where there is one
   */
  Tensor of(Observation seen, Rest rest, Tensor x, Draws draws);

  /** What has to be kept so that it can be made again. */
  State state();
}
