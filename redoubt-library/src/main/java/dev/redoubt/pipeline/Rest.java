package dev.redoubt.pipeline;

import dev.redoubt.model.Observation;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;
import java.util.Set;

/** What stands behind a stage: a classifier, with or without more stages. */
@FunctionalInterface
public interface Rest {
  /** Its logits {@code [n, classes]}, on the tape where an attacker asks. */
  Tensor logits(Tensor x, Draws draws);

  /**
   * Logits and values of the classifier's layers from one pass.
   *
   * @param layers their names; none unless the classifier has such layers
   */
  default Observation observe(Tensor x, Set<String> layers, Draws draws) {
    if (!layers.isEmpty()) {
      throw new IllegalStateException("no layers to observe here: " + layers);
    }
    return Observation.of(logits(x, draws));
  }
}
