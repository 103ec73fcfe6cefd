package dev.redoubt.model.weights;

import dev.redoubt.BadInputException;
import java.util.ArrayList;
import java.util.List;

/**
 * What an array of a state dict is called in the network: the name itself or, with {@code
 * features.0=conv1}, the part before a dot.
 *
 * @param from name or prefix in the file
 * @param to name or prefix in the network
 */
public record Rename(String from, String to) {
  /**
   * From {@code old=new}, or several separated by commas.
   *
   * @throws BadInputException if it is not of this form
   */
  public static List<Rename> parse(String text) {
    List<Rename> renames = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      int equals = part.indexOf('=');
      if (equals < 1 || equals == part.length() - 1 || part.indexOf('=', equals + 1) >= 0) {
        throw new BadInputException(
            "renaming '%s' is not understood, expected old=new, such as features.0=conv1"
                .formatted(part));
      }
      renames.add(
          new Rename(part.substring(0, equals).strip(), part.substring(equals + 1).strip()));
    }
    return List.copyOf(renames);
  }

  boolean matches(String name) {
    return name.equals(from) || name.startsWith(from + ".");
  }

  String apply(String name) {
    return to + name.substring(from.length());
  }
}
