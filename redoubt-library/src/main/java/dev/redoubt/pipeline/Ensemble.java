package dev.redoubt.pipeline;

import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;

/** A stage that has several changed copies of each input classified, and combines the answers. */
public non-sealed interface Ensemble extends Stage {
  /** Copies of each input, at least 1. */
  int copies();

  /**
   * The same with another number of copies, if they are random draws; then attackers and training
   * take fewer. Otherwise the same.
   */
  default Ensemble withCopies(int number) {
    return this;
  }

  /**
   * The changed copies.
   *
   * @param x {@code [n, ...takes().shape()]}
   * @param draws of these n rows
   * @return {@code [copies·n, ...gives().shape()]}, block after block
   */
  Tensor changed(Tensor x, Draws draws);

  /** How the answers become one. */
  Combination combination();

  /** A way to make one answer of several. */
  enum Combination {
    /** The class whose mean probability is highest. */
    MEAN_PROBABILITY,
    /**
     * The class that is predicted most often. It has no derivative: attackers climb the mean
     * probability in its place.
     */
    VOTES
  }
}
