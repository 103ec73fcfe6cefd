package dev.redoubt.catalog;

import dev.redoubt.BadInputException;
import dev.redoubt.Suggestion;
import dev.redoubt.threat.Fraction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The values that something is given, checked and with defaults filled in.
 *
 * @param owner what they are for, in messages: {@code stage jpeg}
 * @param parameters that it has
 * @param values text by the parameter's name, in the order of the parameters
 */
public record Arguments(String owner, List<Parameter> parameters, Map<String, String> values) {
  /**
   * Reads values such as {@code 5,3,strength=0.02}: those without a name go to the parameters in
   * their order.
   *
   * @param separator what stands between values
   * @param otherwise values of parameters that the text leaves out
   * @throws BadInputException if a value is missing, has no parameter or is no number
   */
  public static Arguments parse(
      String owner,
      List<Parameter> parameters,
      String text,
      char separator,
      Map<String, String> otherwise) {
    Map<String, String> given = given(owner, parameters, text, separator);
    Map<String, String> values = new LinkedHashMap<>();
    for (Parameter parameter : parameters) {
      String name = parameter.name();
      String spare = otherwise.getOrDefault(name, parameter.value().orElse(""));
      String value = given.getOrDefault(name, spare);
      if (!value.isEmpty()) {
        values.put(name, value);
      } else if (parameter.required() || given.containsKey(name)) {
        throw new BadInputException(
            "%s wants %s (%s)".formatted(owner, parameter.name(), parameter.meaning()));
      }
    }
    Arguments arguments = new Arguments(owner, parameters, values);
    parameters.stream().filter(p -> values.containsKey(p.name())).forEach(arguments::check);
    return arguments;
  }

  private static Map<String, String> given(
      String owner, List<Parameter> parameters, String text, char separator) {
    Map<String, String> given = new LinkedHashMap<>();
    String[] parts = text.isBlank() ? new String[0] : text.split("\\" + separator, -1);
    List<String> names = parameters.stream().map(Parameter::name).toList();
    if (parts.length > 0 && names.isEmpty()) {
      throw new BadInputException("%s has no parameters".formatted(owner));
    }
    for (int i = 0; i < parts.length; i++) {
      String part = parts[i].strip();
      int equals = part.indexOf('=');
      String name = equals < 0 ? positional(owner, names, i) : part.substring(0, equals).strip();
      if (!names.contains(name)) {
        throw Suggestion.unknown("parameter of " + owner, name, names);
      }
      if (given.put(name, part.substring(equals + 1).strip()) != null) {
        throw new BadInputException("%s is given %s twice".formatted(owner, name));
      }
    }
    return given;
  }

  private static String positional(String owner, List<String> names, int position) {
    if (position >= names.size()) {
      throw new BadInputException(
          "%s takes at most %d values (%s)"
              .formatted(owner, names.size(), String.join(", ", names)));
    }
    return names.get(position);
  }

  private void check(Parameter parameter) {
    switch (parameter.type()) {
      case NUMBER -> number(parameter.name());
      case SHARE -> share(parameter.name());
      case WHOLE -> whole(parameter.name());
      case COUNT -> {
        int count = whole(parameter.name());
        if (count < 1) {
          throw new BadInputException(
              "%s of %s must be at least 1, not %d".formatted(parameter.name(), owner, count));
        }
      }
      case WORD, FILE -> {}
    }
  }

  /** A number. */
  public double number(String name) {
    return Fraction.parse("%s of %s".formatted(name, owner), text(name));
  }

  /** A share, written as a number or in per cent. */
  public double share(String name) {
    return Fraction.share("%s of %s".formatted(name, owner), text(name));
  }

  /** A whole number. */
  public int whole(String name) {
    try {
      return Integer.parseInt(text(name));
    } catch (NumberFormatException e) {
      throw new BadInputException(
          "%s of %s must be a whole number, not '%s'".formatted(name, owner, text(name)), e);
    }
  }

  /** A whole number, if there is one. */
  public Optional<Integer> wholeIfGiven(String name) {
    return values.containsKey(name) ? Optional.of(whole(name)) : Optional.empty();
  }

  /** The text of a value. */
  public String text(String name) {
    return Objects.requireNonNull(values.get(name));
  }

  /** The text of a value, if there is one. */
  public Optional<String> textIfGiven(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** What a file among the values holds. */
  byte[] content(String name, Map<String, byte[]> files) {
    byte[] content = files.get(text(name));
    if (content == null) {
      throw new BadInputException("file %s of %s is missing".formatted(text(name), owner));
    }
    return content;
  }

  /** The files among the values. */
  List<String> files() {
    List<String> files = new ArrayList<>();
    for (Parameter parameter : parameters) {
      if (parameter.type() == Parameter.Type.FILE) {
        files.add(text(parameter.name()));
      }
    }
    return files;
  }

  /**
   * What the files among the values hold, by name.
   *
   * @throws BadInputException if one can't be read
   */
  Map<String, byte[]> readFiles() {
    Map<String, byte[]> contents = new LinkedHashMap<>();
    for (String file : files()) {
      try {
        contents.put(file, Files.readAllBytes(Path.of(file)));
      } catch (IOException | InvalidPathException e) {
        throw new BadInputException("file %s of %s can't be read".formatted(file, owner), e);
      }
    }
    return contents;
  }
}
