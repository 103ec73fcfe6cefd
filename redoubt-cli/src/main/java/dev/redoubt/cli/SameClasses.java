package dev.redoubt.cli;

import dev.redoubt.BadInputException;
import dev.redoubt.catalog.OpenedModel;
import dev.redoubt.data.Dataset;
import java.util.List;

/** Whether data and model mean the same by their labels. */
final class SameClasses {
  private SameClasses() {}

  /** Names that differ mean labels that differ, unless one side only has numbers. */
  static void check(Dataset dataset, OpenedModel opened) {
    List<String> theirs = dataset.classes();
    List<String> ours = opened.labels();
    boolean same = theirs.size() <= ours.size() && ours.subList(0, theirs.size()).equals(theirs);
    if (!same && !numbers(theirs) && !numbers(ours)) {
      throw new BadInputException(
          "dataset %s has the classes %s, but the model was trained on %s"
              .formatted(dataset.name(), theirs, ours));
    }
  }

  private static boolean numbers(List<String> names) {
    return names.stream().allMatch(name -> name.matches("\\d+"));
  }
}
