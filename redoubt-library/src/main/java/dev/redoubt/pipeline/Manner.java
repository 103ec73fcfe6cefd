package dev.redoubt.pipeline;

import dev.redoubt.model.Observation;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;
import java.util.Set;

/** How the parts of a pipeline are evaluated: as deployed, or as an attacker does it. */
interface Manner {
  /** The classifier's logits, with the values of some of its layers. */
  Observation classified(Tensor x, Set<String> layers, Draws draws);

  /** What a purifier makes of its inputs. */
  Tensor purified(Purifier purifier, Tensor x, Draws draws);

  /** The copies of an ensemble. */
  Tensor changed(Ensemble ensemble, Tensor x, Draws draws);

  /** The one answer for all copies. */
  Tensor combined(Ensemble ensemble, Tensor logits);

  /** A detector's score. */
  Tensor score(Detector detector, Observation seen, Rest rest, Tensor x, Draws draws);
}
