package dev.redoubt.model.weights;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a pickle may hold besides {@code Boolean}, {@code Long}, {@code BigInteger}, {@code Double},
 * {@code String} and {@code byte[]}. Containers may contain themselves: nothing here walks them,
 * and all are compared by identity.
 */
interface PickleValue {
  /** Values without content. */
  enum Constant implements PickleValue {
    NONE,
    /** Where a group of values begins on the stack. */
    MARK
  }

  /** A tuple, list or set. */
  final class Sequence implements PickleValue {
    private final String kind;
    private final List<Object> items;

    Sequence(String kind, List<Object> items) {
      this.kind = kind;
      this.items = items;
    }

    String kind() {
      return kind;
    }

    List<Object> items() {
      return items;
    }
  }

  /** A dictionary as the pairs that were put into it; the last of a key counts. */
  final class Dictionary implements PickleValue {
    private final List<Object> keys = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();

    void put(Object key, Object value) {
      keys.add(key);
      values.add(value);
    }

    List<Object> keys() {
      return keys;
    }

    List<Object> values() {
      return values;
    }

    Optional<Object> get(String key) {
      int index = keys.lastIndexOf(key);
      return index < 0 ? Optional.empty() : Optional.of(values.get(index));
    }
  }

  /** What kind of thing a value is, with an article, for messages. */
  static String describe(Object value) {
    if (value instanceof Sequence sequence) {
      return "a " + sequence.kind();
    }
    if (value instanceof TensorView) {
      return "a tensor";
    }
    return value instanceof Dictionary
        ? "a dictionary"
        : value instanceof String
            ? "a string"
            : value instanceof Number || value instanceof Boolean
                ? "a number"
                : value == Constant.NONE ? "None" : "no plain value";
  }
}
