package dev.redoubt.model;

import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;

/**
 * A classifier that may reject, as an attacker sees it who knows all of it. Its {@link
 * #logitsOnTape logits} are the {@linkplain Verdict#joint joint} ones, so that every attack is a
 * joint one; attacks that treat class and rejection apart ask for the parts.
 */
public interface RejectingModel extends GradientModel {
  /**
   * Class, suspicion and what it rests on, as recorded on the tape that leads back to {@code x}.
   *
   * @param x {@code [n, ...]} in pixel space
   */
  Verdict verdictOnTape(Tensor x, Draws draws);
}
