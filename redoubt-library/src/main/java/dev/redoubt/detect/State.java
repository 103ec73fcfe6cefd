package dev.redoubt.detect;

import dev.redoubt.BadInputException;
import dev.redoubt.nn.Safetensors;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a fitted {@link Score} keeps in a file.
 *
 * @param values text by name
 * @param arrays numbers and bytes by name
 */
public record State(Map<String, String> values, Map<String, Safetensors.Entry> arrays) {
  /** Copies, and keeps the order. */
  public State {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    arrays = Collections.unmodifiableMap(new LinkedHashMap<>(arrays));
  }

  /** Nothing: for scores that have nothing to learn. */
  public State() {
    this(Map.of(), Map.of());
  }

  /** The same with a value. */
  public State with(String name, Object value) {
    Map<String, String> more = new LinkedHashMap<>(values);
    more.put(name, String.valueOf(value));
    return new State(more, arrays);
  }

  /** The same with a tensor of floats. */
  public State with(String name, Tensor tensor) {
    return with(
        name,
        Safetensors.Entry.of(tensor.floats(), Arrays.stream(tensor.shape()).boxed().toList()));
  }

  /** The same with an array. */
  public State with(String name, Safetensors.Entry entry) {
    Map<String, Safetensors.Entry> more = new LinkedHashMap<>(arrays);
    more.put(name, entry);
    return new State(values, more);
  }

  /**
   * A value.
   *
   * @throws BadInputException if it is missing
   */
  public String text(String name) {
    return required(values, name);
  }

  /**
   * A number.
   *
   * @throws BadInputException if it is missing or none
   */
  public double number(String name) {
    try {
      return Double.parseDouble(text(name));
    } catch (NumberFormatException e) {
      throw new BadInputException("its value %s is no number".formatted(name), e);
    }
  }

  /**
   * A whole number.
   *
   * @throws BadInputException if it is missing or none
   */
  public int whole(String name) {
    try {
      return Integer.parseInt(text(name));
    } catch (NumberFormatException e) {
      throw new BadInputException("its value %s is no whole number".formatted(name), e);
    }
  }

  /**
   * A tensor of floats that lives until it is closed or collected.
   *
   * @throws BadInputException if it is missing
   */
  public Tensor tensor(String name) {
    Safetensors.Entry entry = array(name);
    long[] shape = entry.shape().stream().mapToLong(Long::longValue).toArray();
    return Scope.own(Tensors.of(entry.floats(), shape));
  }

  /**
   * An array.
   *
   * @throws BadInputException if it is missing
   */
  public Safetensors.Entry array(String name) {
    return required(arrays, name);
  }

  private static <T> T required(Map<String, T> all, String name) {
    T value = all.get(name);
    if (value == null) {
      throw new BadInputException("its part %s is missing".formatted(name));
    }
    return value;
  }
}
