package dev.redoubt.cli;

import dev.redoubt.catalog.Defence;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What stands around the model. */
final class DefenceOption {
  @Option(
      names = "--defend",
      paramLabel = "STAGES",
      description =
          "The defence around the model: stages with bars between, through which inputs pass in order, such as \"jpeg:75 | median:3\"; see redoubt stages. none takes away what the model's file has (default: as in the model's file, else none).")
  private @Nullable String stages;

  /** The defence, if one was given. */
  Optional<Defence> defence() {
    return Optional.ofNullable(stages).map(Defence::parse);
  }
}
