package dev.redoubt.cli;

import dev.redoubt.BadInputException;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetView;
import dev.redoubt.data.Datasets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which clean samples set the false-positive rate. */
final class CalibrationOptions {
  @Option(
      names = "--calibration-split",
      paramLabel = "SPLIT",
      description =
          "The split whose clean samples set the false-positive rate; neither the model nor the detector may have learnt from them (default: ${DEFAULT-VALUE}).")
  private String split = "test";

  @Option(
      names = "--calibration-offset",
      paramLabel = "N",
      description =
          "Skip the first N samples of it, which are left for evaluation (default: the first half).")
  private @Nullable Integer offset;

  @Option(
      names = "--calibration-limit",
      paramLabel = "N",
      description = "Take at most N samples of it (default: all that are left).")
  private @Nullable Integer limit;

  /**
   * Opens them.
   *
   * @param spec of the data
   */
  Dataset open(String spec) {
    Dataset all = Datasets.open(spec, split);
    int from = offset == null ? all.size() / 2 : offset;
    if (from < 0 || from >= all.size() || (limit != null && limit < 1)) {
      throw new BadInputException(
          "--calibration-offset %d and --calibration-limit %s leave none of the %,d %s samples of %s"
              .formatted(from, limit == null ? "(all)" : limit, all.size(), split, spec));
    }
    return DatasetView.slice(all, from, limit == null ? all.size() : limit);
  }
}
