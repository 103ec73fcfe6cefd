package dev.redoubt.catalog;

import dev.redoubt.data.InputSpec;
import dev.redoubt.pipeline.Stage;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

  /**
   * A number or file that a stage takes.
   *
   * @param name its name
   * @param meaning what it is, with its unit
   * @param value unless given; empty if it has to be
   * @param type of value
   */
  public record Parameter(String name, String meaning, Optional<String> value, Type type) {
    static Parameter number(String name, String meaning, String value) {
      return new Parameter(name, meaning, Optional.of(value), Type.NUMBER);
    }

    static Parameter whole(String name, String meaning, String value) {
      return new Parameter(name, meaning, Optional.of(value), Type.WHOLE);
    }

    static Parameter file(String name, String meaning) {
      return new Parameter(name, meaning, Optional.empty(), Type.FILE);
    }
  }

  /** What a parameter's text stands for. */
  public enum Type {
    /** A decimal number, or a fraction such as {@code 4/255}. */
    NUMBER,
    /** A whole number. */
    WHOLE,
    /** A file, which is kept with the defence. */
    FILE
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
    Stage make(StageArguments arguments, InputSpec takes, Map<String, byte[]> files);
  }
}
