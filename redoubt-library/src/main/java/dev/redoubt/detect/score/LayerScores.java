package dev.redoubt.detect.score;

import dev.redoubt.model.Observation;
import dev.redoubt.pipeline.Rest;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;
import java.util.List;

/** One number a layer and row: what a {@link Combination} makes one score of. */
public interface LayerScores {
  /** The layers that are read, in the order of the numbers. */
  List<String> layers();

  /** Passes of the classifier that a row costs, besides the one that classifies it. */
  default int passes() {
    return 0;
  }

  /**
   * The numbers: the larger, the more suspicious.
   *
   * @param seen the {@link #layers} of the classifier at {@code x}
   * @param rest asks the classifier about other inputs
   * @param x {@code [n, ...]} as the classifier is given it
   * @param draws of these rows
   * @return {@code [n, layers]}, finite, on the tape of {@code x} and {@code seen}
   */
  Tensor of(Observation seen, Rest rest, Tensor x, Draws draws);
}
