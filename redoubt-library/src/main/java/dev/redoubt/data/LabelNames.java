package dev.redoubt.data;

import dev.redoubt.BadInputException;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;

/**
 * From labels as they are written to class indices. Where all are whole numbers from 0 on, a label
 * is its own index and the classes reach up to the largest (so that an excerpt without some class
 * keeps the indices); otherwise the classes are the distinct names in alphabetical order.
 */
final class LabelNames {
  private static final int MAX_CLASSES = 100_000;

  private final List<String> names;
  private final Map<String, Integer> indices = new HashMap<>();

  LabelNames(List<String> names) {
    this.names = List.copyOf(names);
    for (int i = 0; i < names.size(); i++) {
      indices.put(names.get(i), i);
    }
  }

  /** The classes of these labels. */
  static LabelNames of(Collection<String> labels) {
    TreeSet<String> distinct = new TreeSet<>(labels);
    int largest = -1;
    for (String label : distinct) {
      OptionalInt number = number(label);
      if (number.isEmpty()) {
        return new LabelNames(List.copyOf(distinct));
      }
      largest = Math.max(largest, number.getAsInt());
    }
    return new LabelNames(ClassNames.numbers(largest + 1));
  }

  List<String> names() {
    return names;
  }

  /**
   * The class index of a label.
   *
   * @throws BadInputException naming {@code where} if it is none of the classes
   */
  int label(String label, String where) {
    Integer index = indices.get(label);
    if (index == null) {
      OptionalInt number = number(label);
      index = number.isPresent() ? indices.get(Integer.toString(number.getAsInt())) : null;
    }
    if (index == null) {
      throw new BadInputException(
          "%s has label '%s', expected one of the %d classes %s"
              .formatted(where, label, names.size(), abbreviated()));
    }
    return index;
  }

  private String abbreviated() {
    return names.size() <= 6
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, 3)) + " … " + names.get(names.size() - 1);
  }

  /** "3", "03" and "3.0" are all the number 3. */
  private static OptionalInt number(String label) {
    try {
      int value = new BigDecimal(label).intValueExact();
      return value >= 0 && value < MAX_CLASSES ? OptionalInt.of(value) : OptionalInt.empty();
    } catch (NumberFormatException | ArithmeticException e) {
      return OptionalInt.empty();
    }
  }
}
