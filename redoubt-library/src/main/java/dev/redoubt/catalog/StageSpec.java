package dev.redoubt.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A stage with its values.
 *
 * @param kind of the stage
 * @param arguments its values
 */
record StageSpec(StageKind kind, Arguments arguments) {
  /**
   * From its name and the values behind the colon. An operating point may also stand behind an at
   * sign: {@code detect:FILE@fpr=5%}.
   *
   * @throws dev.redoubt.BadInputException if there is no such stage, or it can't take the values
   */
  static StageSpec parse(String name, String values) {
    StageKind kind = Stages.named(name);
    String separated = values.replaceFirst("@(?=fpr=)", ",");
    return new StageSpec(
        kind, Arguments.parse("stage " + kind.name(), kind.parameters(), separated, ',', Map.of()));
  }

  /** The stage as it is written in full: {@code jpeg:quality=75}. */
  String spec() {
    List<String> parts = new ArrayList<>();
    arguments.values().forEach((name, value) -> parts.add(name + "=" + value));
    return parts.isEmpty() ? kind.name() : kind.name() + ":" + String.join(",", parts);
  }
}
