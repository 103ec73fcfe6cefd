package dev.redoubt;

/** The beginning of a text that comes from a file and may be of any length, for messages. */
public final class Excerpt {
  private static final int LONGEST = 100;

  private Excerpt() {}

  /** The text, or its first hundred characters and an ellipsis. */
  public static String of(String text) {
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
  }
}
