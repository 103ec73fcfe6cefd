package dev.redoubt.cli;

import dev.redoubt.BadInputException;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetView;
import dev.redoubt.data.Datasets;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Which clean samples set the false-positive rate. They have to be of the same kind as those that
 * it is to hold for, which halves of a split need not be: the two of MNIST's test images are by
 * different writers. So every second one is taken.
 */
final class CalibrationOptions {
  @Option(
      names = "--calibration-split",
      paramLabel = "SPLIT",
      description =
          "The split whose clean samples set the false-positive rate; neither the model nor the detector may have learnt from them (default: ${DEFAULT-VALUE}).")
  private String split = "test";

  @Option(
      names = "--calibration-every",
      paramLabel = "N",
      description =
          "Take every N-th sample of it, and leave the others for evaluation; 1 for all (default: ${DEFAULT-VALUE}).")
  private int every = 2;

  @Option(
      names = "--calibration-offset",
      paramLabel = "N",
      description = "Skip the first N samples of it (default: one less than --calibration-every).")
  private @Nullable Integer offset;

  @Option(
      names = "--calibration-limit",
      paramLabel = "N",
      description = "Take at most N samples (default: all that there are).")
  private @Nullable Integer limit;

  /**
   * Opens them.
   *
   * @param spec of the data
   */
  Dataset open(String spec) {
    if (every < 1 || (limit != null && limit < 1)) {
      throw new BadInputException(
          "--calibration-every and --calibration-limit must be at least 1, not %d and %s"
              .formatted(every, limit == null ? "(all)" : limit));
    }
    Dataset all = Datasets.open(spec, split);
    int from = offset == null ? every - 1 : offset;
    if (from < 0 || from >= all.size()) {
      throw new BadInputException(
          "--calibration-offset %d leaves none of the %,d %s samples of %s"
              .formatted(from, all.size(), split, spec));
    }
    int[] chosen =
        IntStream.iterate(from, i -> i < all.size(), i -> i + every)
            .limit(limit == null ? all.size() : limit)
            .toArray();
    return DatasetView.select(all, chosen);
  }
}
