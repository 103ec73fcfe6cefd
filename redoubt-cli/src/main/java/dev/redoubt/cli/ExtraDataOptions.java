package dev.redoubt.cli;

import dev.redoubt.BadInputException;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.Datasets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Extra or synthetic samples, mixed into each batch. */
final class ExtraDataOptions {
  @Option(
      names = "--extra",
      paramLabel = "SPEC",
      description = "More data of the same kind, such as synthetic samples: a part of each batch.")
  private @Nullable String extra;

  @Option(
      names = "--extra-split",
      paramLabel = "SPLIT",
      description = "Their split (default: ${DEFAULT-VALUE}).")
  private String split = "train";

  @Option(
      names = "--extra-share",
      paramLabel = "SHARE",
      description = "Their share of each batch, in (0, 1) (default: .5, with --extra).")
  private @Nullable Double share;

  Optional<Dataset> open() {
    if (extra == null && share != null) {
      throw new BadInputException("--extra-share wants --extra");
    }
    return Optional.ofNullable(extra).map(spec -> Datasets.open(spec, split));
  }

  double share() {
    return extra == null ? 0 : share == null ? 0.5 : share;
  }
}
