package dev.redoubt.catalog;

import java.util.Optional;

/**
 * A value that something named in a specification takes: a stage, an attack.
 *
 * @param name its name
 * @param meaning what it is, with its unit
 * @param value unless given; empty if it has to be given, or if what stands for it depends on more
 * @param required whether it has to be given
 * @param type of value
 */
public record Parameter(
    String name, String meaning, Optional<String> value, boolean required, Type type) {
  /** A number, with what it is unless given. */
  public static Parameter number(String name, String meaning, String value) {
    return new Parameter(name, meaning, Optional.of(value), false, Type.NUMBER);
  }

  /** A whole number, with what it is unless given. */
  public static Parameter whole(String name, String meaning, String value) {
    return new Parameter(name, meaning, Optional.of(value), false, Type.WHOLE);
  }

  /** A whole number of at least 1, with what it is unless given. */
  public static Parameter count(String name, String meaning, int value) {
    return new Parameter(name, meaning, Optional.of(Integer.toString(value)), false, Type.COUNT);
  }

  /** A share, with what it is unless given. */
  public static Parameter share(String name, String meaning, String value) {
    return new Parameter(name, meaning, Optional.of(value), false, Type.SHARE);
  }

  /** A word, with what it is unless given. */
  public static Parameter word(String name, String meaning, String value) {
    return new Parameter(name, meaning, Optional.of(value), false, Type.WORD);
  }

  /** A file, which has to be given. */
  public static Parameter file(String name, String meaning) {
    return new Parameter(name, meaning, Optional.empty(), true, Type.FILE);
  }

  /** One that stands for something else unless given, as its meaning says. */
  public static Parameter open(String name, String meaning, Type type) {
    return new Parameter(name, meaning, Optional.empty(), false, type);
  }

  /** What a parameter's text stands for. */
  public enum Type {
    /** A decimal number, or a fraction such as {@code 4/255}. */
    NUMBER,
    /** A whole number. */
    WHOLE,
    /** A whole number of at least 1. */
    COUNT,
    /** A number, or one with a per cent sign: {@code 0.05}, {@code 5%}. */
    SHARE,
    /** A word. */
    WORD,
    /** A file; a defence keeps it. */
    FILE
  }
}
