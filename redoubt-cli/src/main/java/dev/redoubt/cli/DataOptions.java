package dev.redoubt.cli;

import dev.redoubt.BadInputException;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetView;
import dev.redoubt.data.Datasets;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which samples. */
final class DataOptions {
  @Option(
      names = "--data",
      required = true,
      paramLabel = "SPEC",
      description = {
        "roadsigns (embedded), mnist:DIR, idx:DIR, cifar10:DIR, cifar100:DIR, images:DIR|ZIP,",
        "csv:FILE or npz:FILE."
      })
  private String spec = "";

  @Option(
      names = "--split",
      paramLabel = "SPLIT",
      description =
          "train or test; all, where the data have no splits (default: test; for train and detect fit, train).")
  private @Nullable String split;

  @Option(
      names = "--offset",
      paramLabel = "N",
      description = "Skip the first N samples (default: ${DEFAULT-VALUE}).")
  private int offset = 0;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Take at most N samples (default: all).")
  private @Nullable Integer limit;

  /** The data as they were asked for. */
  String spec() {
    return spec;
  }

  /** Opens them. */
  Dataset open(String defaultSplit) {
    return open(defaultSplit, all -> all);
  }

  /**
   * Opens some of them.
   *
   * @param choice what is left of the whole split, before samples are skipped and counted
   */
  Dataset open(String defaultSplit, UnaryOperator<Dataset> choice) {
    if (offset < 0 || (limit != null && limit < 1)) {
      throw new BadInputException(
          "--offset must not be negative and --limit must be at least 1, not "
              + offset
              + " and "
              + limit);
    }
    Dataset all = choice.apply(Datasets.open(spec, split == null ? defaultSplit : split));
    if (offset >= all.size()) {
      throw new BadInputException(
          "--offset %d leaves nothing of the %d samples of %s".formatted(offset, all.size(), spec));
    }
    int rest = all.size() - offset;
    int count = limit == null ? rest : Math.min(limit, rest);
    return count == all.size() ? all : DatasetView.slice(all, offset, count);
  }
}
