package dev.redoubt.pipeline;

import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import java.util.List;
import java.util.Map;

/**
 * One part of a defence. Implementations are immutable, and made for inputs of one shape and range.
 * What becomes of a row depends on the row and its draws alone, never on the others of its batch.
 */
public sealed interface Stage permits Purifier, Ensemble, Detector {
  /** What the command line calls it. */
  String name();

  /** Its parameters by name, for provenance. */
  default Map<String, Object> settings() {
    return Map.of();
  }

  /** The inputs that it is made for. */
  InputSpec takes();

  /** What it hands on; unless it says otherwise, inputs of the same kind. */
  default InputSpec gives() {
    return takes();
  }

  /**
   * How it wants to be attacked. The adaptive attack is derived from this alone, so it has to be
   * true: a stage that hides its weakness only hides it from its owner.
   */
  Declaration declares();

  /**
   * Weaker ways to differentiate it that others have attacked such stages with, for comparison; the
   * adaptive attack never uses them.
   */
  default List<WeakerView> weaker() {
    return List.of();
  }
}
