package dev.redoubt.pipeline;

import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;

/**
 * A stage that changes nothing, but refuses inputs that look like attacks. Attackers who know it
 * keep its score under the threshold while they change the class (Carlini and Wagner 2017).
 */
public non-sealed interface Detector extends Stage {
  /**
   * How suspicious each input is, in units of the logits: an attacker gives up one for the other at
   * that rate.
   *
   * @param rest the rest of the pipeline, which the score may ask
   * @param x {@code [n, ...takes().shape()]}
   * @return {@code [n]}; on the tape of {@code x} if it declares that its own derivative is the
   *     right one
   */
  Tensor score(Rest rest, Tensor x, Draws draws);

  /** Inputs with a higher score are rejected. */
  double threshold();
}
