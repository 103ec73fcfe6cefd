package dev.redoubt.report;

/** Radii in words that need no statistics. */
final class RadiusWords {
  private RadiusWords() {}

  /**
   * What a change within the radius is like: {@code shorter than 0.5}.
   *
   * @param norm its name, or what is counted
   */
  static String within(String norm, double radius) {
    String size = Numbers.number(radius);
    return switch (norm) {
      case "linf" -> "of less than " + size + " per value";
      case "l2" -> "shorter than " + size;
      case "l1" -> "that adds up to less than " + size;
      case "l0" -> "of at most " + size + " values";
      case "pixels", "features" ->
          "of at most " + size + " " + (radius == 1 ? norm.replaceFirst("s$", "") : norm);
      default -> "of a size below " + size;
    };
  }

  /** Whether the radius is a number of something whose name is that of the norm. */
  static boolean counts(String norm) {
    return norm.equals("pixels") || norm.equals("features");
  }

  /** How the norm measures a change. */
  static String measure(String norm) {
    return switch (norm) {
      case "linf" -> "the largest change of any value";
      case "l2" -> "the Euclidean length of the change: the root of the sum of its squares";
      case "l1" -> "the sum of the sizes of the change over all values";
      case "l0" -> "how many values change, whatever they change to";
      case "pixels", "features" -> "how many " + norm + " change, whatever they change to";
      default -> "the size of the change as " + norm + " measures it";
    };
  }
}
