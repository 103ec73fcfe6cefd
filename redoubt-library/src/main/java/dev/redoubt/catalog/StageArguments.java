package dev.redoubt.catalog;

import dev.redoubt.BadInputException;
import dev.redoubt.Suggestion;
import dev.redoubt.catalog.StageKind.Parameter;
import dev.redoubt.threat.Fraction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The values that a stage is given, checked and with defaults filled in.
 *
 * @param kind of the stage
 * @param values text by the parameter's name, one for each parameter, in their order
 */
public record StageArguments(StageKind kind, Map<String, String> values) {
  /**
   * Reads {@code 5,3,strength=0.02}: values without a name go to the parameters in their order.
   *
   * @throws BadInputException if a value is missing, has no parameter or is no number
   */
  static StageArguments parse(StageKind kind, String text) {
    Map<String, String> given = new LinkedHashMap<>();
    List<String> parts = text.isBlank() ? List.of() : List.of(text.split(",", -1));
    List<String> names = kind.parameters().stream().map(Parameter::name).toList();
    for (int i = 0; i < parts.size(); i++) {
      String part = parts.get(i).strip();
      int equals = part.indexOf('=');
      String name = equals < 0 ? positional(kind, names, i) : part.substring(0, equals).strip();
      if (!names.contains(name)) {
        throw names.isEmpty()
            ? new BadInputException("stage %s has no parameters".formatted(kind.name()))
            : Suggestion.unknown("parameter of stage " + kind.name(), name, names);
      }
      if (given.put(name, part.substring(equals + 1).strip()) != null) {
        throw new BadInputException("stage %s is given %s twice".formatted(kind.name(), name));
      }
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (Parameter parameter : kind.parameters()) {
      String value = given.getOrDefault(parameter.name(), parameter.value().orElse(""));
      if (value.isEmpty()) {
        throw new BadInputException(
            "stage %s wants %s (%s)".formatted(kind.name(), parameter.name(), parameter.meaning()));
      }
      values.put(parameter.name(), value);
    }
    StageArguments arguments = new StageArguments(kind, values);
    kind.parameters().forEach(arguments::check);
    return arguments;
  }

  private static String positional(StageKind kind, List<String> names, int position) {
    if (position >= names.size()) {
      throw new BadInputException(
          "stage %s takes at most %d values (%s)"
              .formatted(kind.name(), names.size(), String.join(", ", names)));
    }
    return names.get(position);
  }

  private void check(Parameter parameter) {
    switch (parameter.type()) {
      case NUMBER -> number(parameter.name());
      case WHOLE -> whole(parameter.name());
      case FILE -> {}
    }
  }

  /** A number. */
  double number(String name) {
    return Fraction.parse("%s of stage %s".formatted(name, kind.name()), text(name));
  }

  /** A whole number. */
  int whole(String name) {
    try {
      return Integer.parseInt(text(name));
    } catch (NumberFormatException e) {
      throw new BadInputException(
          "%s of stage %s must be a whole number, not '%s'"
              .formatted(name, kind.name(), text(name)),
          e);
    }
  }

  /** The text of a value. */
  String text(String name) {
    return Objects.requireNonNull(values.get(name));
  }

  /** What a file among the values holds. */
  byte[] content(String name, Map<String, byte[]> files) {
    byte[] content = files.get(text(name));
    if (content == null) {
      throw new BadInputException(
          "file %s of stage %s is missing".formatted(text(name), kind.name()));
    }
    return content;
  }

  /** The files among the values. */
  List<String> files() {
    List<String> files = new ArrayList<>();
    for (Parameter parameter : kind.parameters()) {
      if (parameter.type() == StageKind.Type.FILE) {
        files.add(text(parameter.name()));
      }
    }
    return files;
  }

  /** The stage as it is written in full: {@code jpeg:quality=75}. */
  String spec() {
    List<String> parts = new ArrayList<>();
    values.forEach((name, value) -> parts.add(name + "=" + value));
    return parts.isEmpty() ? kind.name() : kind.name() + ":" + String.join(",", parts);
  }
}
