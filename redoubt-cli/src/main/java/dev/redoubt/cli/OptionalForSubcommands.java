package dev.redoubt.cli;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Required options of a command that also has subcommands: picocli would demand them of the
 * subcommands, too. So they are made optional, and the command asks for them itself.
 */
final class OptionalForSubcommands {
  private OptionalForSubcommands() {}

  /** Before all other options in the help, where the order of an option is -1 unless it is said. */
  private static final int FIRST = -2;

  /** Makes all options of a command optional; those that it can't do without stay first in help. */
  static void relax(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    for (OptionSpec option : List.copyOf(spec.options())) {
      if (option.required()) {
        spec.remove(option);
        spec.addOption(option.toBuilder().required(false).order(FIRST).build());
      }
    }
  }

  /**
   * Asks for options by name, as picocli does.
   *
   * @throws MissingParameterException if any is missing
   */
  static void require(CommandSpec spec, String... names) {
    List<ArgSpec> missing =
        Stream.of(names)
            .map(name -> Objects.requireNonNull(spec.findOption(name), name))
            .filter(option -> !spec.commandLine().getParseResult().hasMatchedOption(option))
            .<ArgSpec>map(option -> option)
            .toList();
    if (!missing.isEmpty()) {
      String what =
          String.join(
              ", ",
              missing.stream()
                  .map(
                      arg ->
                          "'%s=%s'".formatted(((OptionSpec) arg).longestName(), arg.paramLabel()))
                  .toList());
      throw new MissingParameterException(
          spec.commandLine(),
          missing,
          "Missing required option%s: %s".formatted(missing.size() == 1 ? "" : "s", what));
    }
  }
}
