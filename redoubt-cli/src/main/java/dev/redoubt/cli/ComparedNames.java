package dev.redoubt.cli;

import dev.redoubt.BadInputException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The names of rows, which are those of their folders as well. */
final class ComparedNames {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private ComparedNames() {}

  /** Refuses what is no name for a folder. */
  static void check(String name, String option) {
    if (!NAME.matcher(name).matches()) {
      throw new BadInputException(
          "%s: '%s' is no name for a row: expected letters, digits, dots and dashes"
              .formatted(option, name));
    }
  }

  /** Refuses two rows of one name; folders on some systems don't tell capitals apart. */
  static void distinct(List<String> names) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name.toLowerCase(Locale.ROOT))) {
        throw new BadInputException(
            "two rows are called %s: give them names of their own".formatted(name));
      }
    }
  }
}
