package dev.redoubt.catalog;

import dev.redoubt.BadInputException;
import dev.redoubt.Suggestion;
import dev.redoubt.nn.architecture.DenoisingAutoencoder;
import java.util.List;

/** The architectures of denoisers by name. */
public final class Denoisers {
  /** The one that is taken where none is named. */
  public static final String USUAL = "autoencoder";

  private static final String WIDTH = USUAL + ":";

  private Denoisers() {}

  /**
   * The architecture of a name; {@code autoencoder} may be followed by its width: {@code
   * autoencoder:32}.
   *
   * @throws BadInputException if there is none
   */
  public static DenoisingAutoencoder named(String name) {
    if (name.equals(USUAL)) {
      return new DenoisingAutoencoder();
    }
    if (!name.startsWith(WIDTH)) {
      throw Suggestion.unknown("architecture of denoisers", name, List.of(USUAL));
    }
    String width = name.substring(WIDTH.length());
    try {
      return new DenoisingAutoencoder(Integer.parseInt(width));
    } catch (NumberFormatException e) {
      throw new BadInputException(
          "architecture autoencoder has the width '%s', expected a whole number such as autoencoder:32"
              .formatted(width),
          e);
    }
  }
}
