package dev.redoubt.cli;

import dev.redoubt.BadInputException;
import dev.redoubt.Suggestion;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** What {@code redoubt train} can teach. */
enum TrainingTask {
  /** A classifier, plainly or hardened. */
  CLASSIFY {
    @Override
    Stream<String> foreign(CommandSpec train) {
      return Stream.concat(names(train, "denoising"), names(train, "diffusion"));
    }
  },

  /** A network that takes noise away from images. */
  DENOISE {
    @Override
    Stream<String> foreign(CommandSpec train) {
      return Stream.concat(
          names(train, "diffusion"), ofClassifiers(train, Set.of("--from", "--arch")));
    }
  },

  /** A network that guesses the noise in samples at every step of a diffusion. */
  DIFFUSION {
    @Override
    Stream<String> foreign(CommandSpec train) {
      return Stream.concat(
          names(train, "denoising"), ofClassifiers(train, Set.of("--from", "--arch", "--map")));
    }
  };

  /** Options that only other tasks have use for. */
  abstract Stream<String> foreign(CommandSpec train);

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The task of a name. */
  static TrainingTask named(String name) {
    List<String> names = Arrays.stream(values()).map(TrainingTask::text).toList();
    if (!names.contains(name)) {
      throw Suggestion.unknown("task", name, names);
    }
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** Refuses options that do not go with this task. */
  void check(CommandSpec train) {
    ParseResult given = train.commandLine().getParseResult();
    foreign(train)
        .filter(given::hasMatchedOption)
        .findFirst()
        .ifPresent(
            option -> {
              throw new BadInputException(
                  "%s does not go with --task %s, but with --task %s"
                      .formatted(option, text(), takers(train, option)));
            });
  }

  /** The tasks that have use for an option. */
  private static String takers(CommandSpec train, String option) {
    return Arrays.stream(values())
        .filter(task -> task.foreign(train).noneMatch(option::equals))
        .map(TrainingTask::text)
        .collect(Collectors.joining(" or --task "));
  }

  /**
   * Options that want labels or an attack.
   *
   * @param shared what others have use for of those that say what training starts from
   */
  private static Stream<String> ofClassifiers(CommandSpec train, Set<String> shared) {
    return Stream.of(
            names(train, "method"),
            names(train, "imitation"),
            names(train, "defence"),
            names(train, "start").filter(name -> !shared.contains(name)),
            Stream.of(
                "--epsilon-warmup",
                "--awp",
                "--awp-warmup",
                "--label-smoothing",
                "--attack-mode",
                "--on-collapse"))
        .flatMap(each -> each);
  }

  /** The options of a mixin, by the name of its field in {@link TrainCommand}. */
  private static Stream<String> names(CommandSpec train, String mixin) {
    return Objects.requireNonNull(train.mixins().get(mixin), mixin).options().stream()
        .map(OptionSpec::longestName);
  }
}
