package dev.redoubt.model;

import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;
import java.util.List;
import java.util.Set;

/** A classifier whose layers can be looked at. */
public interface FeatureModel extends GradientModel {
  /**
   * The layers whose values can be observed, from the input on: those that hold real numbers, one
   * part a sample.
   */
  List<Layer> layers();

  /**
   * Logits and values of layers from one pass, as recorded on the tape that leads back to {@code
   * x}.
   *
   * @param x {@code [n, ...]} in pixel space
   * @param layers their names
   * @throws dev.redoubt.BadInputException if there is no such layer
   */
  Observation observeOnTape(Tensor x, Set<String> layers, Draws draws);
}
