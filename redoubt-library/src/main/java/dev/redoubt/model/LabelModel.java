package dev.redoubt.model;

import dev.redoubt.data.InputSpec;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;

/** A classifier that says which class: all that a black box gives. */
public interface LabelModel {
  /** What {@link #predict} gives where the model refuses to give a class. */
  int NO_CLASS = -1;

  /** What it calls itself in reports. */
  String name();

  /** Shape and range of its inputs. */
  InputSpec input();

  /** The number of classes, at least 2. */
  int classes();

  /** How it wants to be attacked. */
  Declaration declares();

  /** Passes of the underlying classifier that one row costs: more than 1 for ensembles. */
  default int passes() {
    return 1;
  }

  /** Whether several threads may ask it at a time, and asking is free; not so for black boxes. */
  default boolean isShared() {
    return false;
  }

  /**
   * The predicted classes.
   *
   * @param x {@code [n, ...]} in pixel space
   * @param draws the randomness, for models that declare it
   * @return int64 {@code [n]}; {@link #NO_CLASS} for rejected rows, if it declares that it rejects
   */
  Tensor predict(Tensor x, Draws draws);
}
