package dev.redoubt.purify.diffusion;

import dev.redoubt.BadInputException;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.DiffusionBundle;

/** Diffusion models from their files, for certain inputs. */
final class DiffusionFiles {
  private DiffusionFiles() {}

  /**
   * Reads a model.
   *
   * @throws BadInputException if the file is of another kind or corrupt, or the model was trained
   *     for other inputs
   */
  static DiffusionBundle read(String name, byte[] content, InputSpec input) {
    DiffusionBundle bundle = DiffusionBundle.read(name, content);
    InputSpec own = bundle.model().input();
    if (!own.equals(input)) {
      throw new BadInputException(
          "diffusion model %s was trained for inputs of shape %s in [%s, %s], but gets such of %s in [%s, %s]"
              .formatted(
                  name,
                  own.shape(),
                  own.low(),
                  own.high(),
                  input.shape(),
                  input.low(),
                  input.high()));
    }
    return bundle;
  }

  /** What a model is called in reports. */
  static String source(String name, DiffusionBundle bundle) {
    return name + ", sha256 " + bundle.digest();
  }
}
