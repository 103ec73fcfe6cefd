package dev.redoubt.cli;

import dev.redoubt.BadInputException;
import dev.redoubt.audit.Effort;
import dev.redoubt.catalog.ModelOptions;
import dev.redoubt.catalog.Models;
import dev.redoubt.catalog.OpenedModel;
import dev.redoubt.catalog.Twins;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.Datasets;
import dev.redoubt.model.GradientModel;
import dev.redoubt.tensor.Device;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Undefended models from which attacks are carried over. */
final class TwinOption {
  private static final String NONE = "none";
  private static final int SEVERAL = 3;

  @Option(
      names = "--twin",
      paramLabel = "MODEL",
      description = {
        "An undefended model for the same inputs and classes, from which attacks are carried over; may be",
        "given several times. none leaves that out (default: one is trained on the training split in",
        "seconds, three with effort thorough; none with effort quick, and where there is no such split)."
      })
  private List<String> names = new ArrayList<>();

  private final List<String> digests = new ArrayList<>();

  /**
   * Opens or trains them.
   *
   * @param spec of the data
   * @param classes of the model
   */
  List<GradientModel> open(
      String spec,
      Dataset dataset,
      int classes,
      Effort effort,
      CommonOptions common,
      Device device) {
    if (names.contains(NONE) || (names.isEmpty() && effort == Effort.QUICK)) {
      return List.of();
    }
    List<GradientModel> twins = new ArrayList<>();
    for (String name : names) {
      OpenedModel opened = Models.open(name, ModelOptions.NONE.forData(dataset), device);
      digests.add(opened.digest());
      if (!(opened.pipeline().adaptive(1) instanceof GradientModel gradients)) {
        throw new BadInputException(
            "twin %s gives no gradients, which attacks that are carried over need".formatted(name));
      }
      if (gradients.classes() != classes) {
        throw new BadInputException(
            "twin %s has %d classes, but the model has %d"
                .formatted(name, gradients.classes(), classes));
      }
      twins.add(gradients);
    }
    return names.isEmpty() ? trained(spec, dataset, classes, effort, common, device) : twins;
  }

  private static List<GradientModel> trained(
      String spec,
      Dataset dataset,
      int classes,
      Effort effort,
      CommonOptions common,
      Device device) {
    Dataset train;
    try {
      train = Datasets.open(spec, "train");
    } catch (BadInputException e) {
      return List.of(); // the data have no splits, or not this one
    }
    if (dataset.split().equals("train") || !train.input().equals(dataset.input())) {
      return List.of();
    }
    int number = effort == Effort.THOROUGH ? SEVERAL : 1;
    try (Progress bar = Progress.start("Training a twin", "twins", number, common.quiet)) {
      return Twins.train(train, number, classes, common.seed, device);
    }
  }

  /** For what names a run. */
  @Override
  public String toString() {
    return names + "" + digests;
  }
}
