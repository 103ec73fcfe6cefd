package dev.redoubt.detect.fit;

import dev.redoubt.BadInputException;
import dev.redoubt.data.Dataset;

/** How many samples a dataset has of each class. */
final class ClassCounts {
  private ClassCounts() {}

  /**
   * The counts, all positive.
   *
   * @throws BadInputException if a class of the classifier has no sample: all inputs of that class
   *     would look suspicious
   */
  static int[] of(String detector, Lessons lessons) {
    Dataset clean = lessons.clean();
    int[] counts = new int[lessons.classes()];
    for (int i = 0; i < clean.size(); i++) {
      if (clean.label(i) >= counts.length) {
        throw new BadInputException(
            "%s has samples of class %d, but the classifier knows %d classes"
                .formatted(clean.name(), clean.label(i), counts.length));
      }
      counts[clean.label(i)]++;
    }
    for (int label = 0; label < counts.length; label++) {
      if (counts[label] == 0) {
        throw new BadInputException(
            "detector %s wants clean samples of every class, but %s has none of class %d"
                .formatted(detector, clean.name(), label));
      }
    }
    return counts;
  }
}
