package dev.redoubt.model.weights;

/** Text from a file as a message may show it: short, and without what steers a terminal. */
final class Printable {
  private static final int LONGEST = 100;

  private Printable() {}

  static String of(String text) {
    String start = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    StringBuilder shown = new StringBuilder();
    start.chars().forEach(c -> shown.append(Character.isISOControl(c) ? '?' : (char) c));
    return shown.toString();
  }
}
