package dev.redoubt.model;

import dev.redoubt.data.InputSpec;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;

/** A classifier that says which class: all that a black box gives. */
public interface LabelModel {
  /** What it calls itself in reports. */
  String name();

  /** Shape and range of its inputs. */
  InputSpec input();

  /** The number of classes, at least 2. */
  int classes();

  /** How it wants to be attacked. */
  Declaration declares();

  /**
   * The predicted classes.
   *
   * @param x {@code [n, ...]} in pixel space
   * @param draws the randomness, for models that declare it
   * @return int64 {@code [n]}
   */
  Tensor predict(Tensor x, Draws draws);
}
