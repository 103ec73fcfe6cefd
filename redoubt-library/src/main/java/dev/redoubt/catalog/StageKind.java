package dev.redoubt.catalog;

import dev.redoubt.data.InputSpec;
import dev.redoubt.pipeline.Stage;
import java.util.List;
import java.util.Map;

/**
 * A kind of stage as users know it.
 *
 * @param name its name
 * @param summary what it does, in a few words
 * @param reference paper
 * @param parameters in the order in which values without names are taken
 * @param maker builds it
 */
public record StageKind(
    String name, String summary, String reference, List<Parameter> parameters, Maker maker) {
  /** Copies. */
  public StageKind {
    parameters = List.copyOf(parameters);
  }

  /** Builds a stage. */
  @FunctionalInterface
  public interface Maker {
    /**
     * For inputs of such a shape and range.
     *
     * @param files what the files among the arguments hold, by name
     * @throws dev.redoubt.BadInputException if the stage can't take them, or an argument is out of
     *     range
     */
    Stage make(Arguments arguments, InputSpec takes, Map<String, byte[]> files);
  }
}
