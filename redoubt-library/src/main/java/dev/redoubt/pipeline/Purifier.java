package dev.redoubt.pipeline;

import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;

/** A stage that changes each input before it is classified. */
public non-sealed interface Purifier extends Stage {
  /**
   * The changed inputs.
   *
   * @param x {@code [n, ...takes().shape()]}; noise added before may have moved it out of the range
   * @param draws one stream a row, for purifiers that are random
   * @return {@code [n, ...gives().shape()]}; on the tape of {@code x} if it {@linkplain #declares
   *     declares} that its own derivative is the right one
   */
  Tensor apply(Tensor x, Draws draws);
}
