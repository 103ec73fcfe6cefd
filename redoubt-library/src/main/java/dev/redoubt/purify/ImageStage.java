package dev.redoubt.purify;

import dev.redoubt.BadInputException;
import dev.redoubt.data.InputSpec;

/** What stages for images have in common. */
final class ImageStage {
  private ImageStage() {}

  /** Refuses inputs that are not images. */
  static void require(String stage, InputSpec takes) {
    if (!takes.isImage()) {
      throw new BadInputException(
          "%s wants images [channels, height, width], not inputs of shape %s"
              .formatted(stage, takes.shape()));
    }
  }

  /** Refuses windows that have no middle. */
  static void requireOdd(String stage, String window, int size, int most) {
    if (size < 1 || size > most || size % 2 == 0) {
      throw new BadInputException(
          "%s wants %s of odd size from 1 to %d, not %d".formatted(stage, window, most, size));
    }
  }
}
