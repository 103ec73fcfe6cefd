package dev.redoubt.catalog;

import dev.redoubt.BadInputException;
import dev.redoubt.Suggestion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A training recipe as people write it: lines {@code option = value} with the names of the command
 * line's options, and comments after {@code #}. Several well-tried ones come with Redoubt.
 *
 * @param title the first comment line
 * @param options value by option name (without dashes), in the order of the file
 */
public record RecipeFile(String title, Map<String, String> options) {
  /** The names of those that come with Redoubt. */
  public static final List<String> NAMES =
      List.of(
          "mnist-pgd",
          "mnist-trades",
          "mnist-fast",
          "roadsigns-trades",
          "cifar-trades",
          "smoothing");

  /**
   * The recipe of a name, or in a file.
   *
   * @throws BadInputException if there is neither, or a line can't be read
   */
  public static RecipeFile read(String nameOrFile) {
    if (NAMES.contains(nameOrFile)) {
      return parse(nameOrFile, own(nameOrFile));
    }
    Path file = Path.of(nameOrFile);
    if (!Files.isRegularFile(file)) {
      throw Suggestion.unknown("recipe", nameOrFile, NAMES);
    }
    try {
      return parse(nameOrFile, Files.readString(file));
    } catch (IOException e) {
      throw new BadInputException("recipe " + file + " can't be read as UTF-8 text", e);
    }
  }

  private static String own(String name) {
    String resource = "recipes/" + name + ".recipe";
    try (InputStream in = RecipeFile.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static RecipeFile parse(String source, String text) {
    Map<String, String> options = new LinkedHashMap<>();
    String title = "";
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      String bare = line.strip();
      if (bare.startsWith("#")) {
        title = title.isEmpty() ? bare.substring(1).strip() : title;
      } else if (!bare.isEmpty()) {
        int equals = bare.indexOf('=');
        String key = equals < 0 ? "" : bare.substring(0, equals).strip();
        if (!key.matches("[a-z][a-z-]*") || options.containsKey(key)) {
          throw new BadInputException(
              "recipe %s, line %d: expected a new 'option = value', not '%s'"
                  .formatted(source, number, bare));
        }
        options.put(key, bare.substring(equals + 1).strip());
      }
    }
    return new RecipeFile(title, options);
  }
}
