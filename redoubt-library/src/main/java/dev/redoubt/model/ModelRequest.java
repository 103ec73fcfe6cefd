package dev.redoubt.model;

import dev.redoubt.BadInputException;
import dev.redoubt.Suggestion;
import dev.redoubt.data.InputSpec;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A model that a user asks for by scheme, such as {@code onnxruntime:net.onnx} or {@code
 * https://host/predict}.
 *
 * @param scheme what stands before the first colon
 * @param location what stands behind it
 * @param input shape and range of one sample, where the user or the data tell them
 * @param options further settings by name, as the provider documents them
 */
public record ModelRequest(
    String scheme, String location, Optional<InputSpec> input, Map<String, String> options) {
  /** Copies. */
  public ModelRequest {
    options = Map.copyOf(options);
  }

  /**
   * Splits {@code scheme:location}.
   *
   * @throws BadInputException if there is no colon, or nothing on one side of it
   */
  public static ModelRequest parse(
      String text, Optional<InputSpec> input, Map<String, String> options) {
    int colon = text.indexOf(':');
    if (colon < 1 || colon == text.length() - 1) {
      throw new BadInputException("model '" + text + "' must be SCHEME:LOCATION");
    }
    return new ModelRequest(text.substring(0, colon), text.substring(colon + 1), input, options);
  }

  /** The whole text again. */
  public String text() {
    return scheme + ":" + location;
  }

  /** The same for messages and reports: an address without what may be secret in it. */
  public String place() {
    return withoutSecrets(text());
  }

  /** Addresses of services in a text without user and query, in which keys may stand. */
  public static String withoutSecrets(String text) {
    return text.replaceAll("(?i)(https?:/*)[^/?#]*@", "$1...@")
        .replaceAll("(?i)(https?:[^?#]*)[?#].*", "$1?...");
  }

  /**
   * The input.
   *
   * @throws BadInputException if it was not told
   */
  public InputSpec requireInput() {
    return input.orElseThrow(
        () ->
            new BadInputException(
                "model "
                    + place()
                    + " does not say the shape of its inputs: say it with --input-shape"));
  }

  /**
   * Refuses options that nobody reads.
   *
   * @param known the names of those that are read
   */
  public void refuseOthersThan(Collection<String> known) {
    for (String name : options.keySet()) {
      if (!known.contains(name)) {
        throw Suggestion.unknown("option for " + scheme + " models", name, known);
      }
    }
  }

  /** An option as text. */
  public Optional<String> option(String name) {
    return Optional.ofNullable(options.get(name));
  }

  /**
   * An option as a value.
   *
   * @param expected what it should be, for the message
   * @param reader throws an IllegalArgumentException if it can't be read
   * @throws BadInputException if it can't be read
   */
  public <T> T option(String name, T otherwise, String expected, Function<String, T> reader) {
    String text = options.get(name);
    if (text == null) {
      return otherwise;
    }
    try {
      return reader.apply(text.strip());
    } catch (IllegalArgumentException e) {
      throw new BadInputException(
          "option %s of model %s is '%s', expected %s".formatted(name, place(), text, expected), e);
    }
  }
}
