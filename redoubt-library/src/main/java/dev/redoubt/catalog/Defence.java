package dev.redoubt.catalog;

import dev.redoubt.BadInputException;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.BundledDefence;
import dev.redoubt.pipeline.Stage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A defence in words: stages with bars between, as in {@code jpeg:75 | median:3}, each a name with
 * values in order or by name ({@code nlm:search=11,strength=4/255}). Files that it speaks of are
 * read at once, and stay with it.
 */
public final class Defence {
  /** Nothing at all: takes away what a model's file has. */
  public static final Defence NONE = new Defence(List.of(), Map.of());

  private final List<StageSpec> stages;
  private final Map<String, byte[]> files;

  private Defence(List<StageSpec> stages, Map<String, byte[]> files) {
    this.stages = List.copyOf(stages);
    this.files = files;
  }

  /**
   * Reads a defence; {@code none} for {@link #NONE}.
   *
   * @throws BadInputException if a stage or parameter is unknown (it names the nearest), a value is
   *     no number, or a file can't be read
   */
  public static Defence parse(String text) {
    List<StageSpec> stages = arguments(text);
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (StageSpec stage : stages) {
      files.putAll(stage.arguments().readFiles());
    }
    return new Defence(stages, files);
  }

  /** The defence that a bundle keeps. */
  static Defence of(BundledDefence bundled) {
    return new Defence(arguments(bundled.spec()), bundled.files());
  }

  private static List<StageSpec> arguments(String text) {
    List<StageSpec> stages = new ArrayList<>();
    if (text.strip().equals("none")) {
      return stages;
    }
    for (String part : text.split("\\|", -1)) {
      String stage = part.strip();
      if (stage.isEmpty()) {
        throw new BadInputException(
            "defence '%s' has a stage without a name, expected such as jpeg:75 | median:3"
                .formatted(text));
      }
      int colon = stage.indexOf(':');
      String name = colon < 0 ? stage : stage.substring(0, colon).strip();
      String values = colon < 0 ? "" : stage.substring(colon + 1);
      stages.add(StageSpec.parse(name, values));
    }
    return stages;
  }

  /**
   * The stages, made for inputs.
   *
   * @param takes what the first of them is to take
   * @throws BadInputException if one can't take what it is given, or has a value out of range
   */
  public List<Stage> stages(InputSpec takes) {
    List<Stage> made = new ArrayList<>();
    InputSpec next = takes;
    for (StageSpec stage : stages) {
      Stage one = stage.kind().maker().make(stage.arguments(), next, files);
      made.add(one);
      next = one.gives();
    }
    return made;
  }

  /** What a classifier behind it is given. */
  public InputSpec gives(InputSpec takes) {
    List<Stage> made = stages(takes);
    return made.isEmpty() ? takes : made.get(made.size() - 1).gives();
  }

  /** Whether there are no stages. */
  public boolean isEmpty() {
    return stages.isEmpty();
  }

  /** The defence written in full. */
  public String spec() {
    return isEmpty()
        ? "none"
        : stages.stream().map(StageSpec::spec).collect(Collectors.joining(" | "));
  }

  /** As a bundle keeps it. */
  public BundledDefence bundled(InputSpec takes) {
    return new BundledDefence(spec(), takes, files);
  }

  /** The text in full, and what names the content of the files. */
  @Override
  public String toString() {
    return spec()
        + files.values().stream().map(Digests::ofBytes).collect(Collectors.joining(" ", " ", ""));
  }
}
