package dev.redoubt.threat;

import dev.redoubt.BadInputException;
import java.math.BigDecimal;

/** Numbers as people write them: {@code 0.03}, {@code 8/255}, {@code 5%}. */
public final class Fraction {
  private Fraction() {}

  /**
   * Reads a number or a quotient of two.
   *
   * @param name what it is, for the sentence
   * @throws BadInputException if it is neither
   */
  public static double parse(String name, String text) {
    String[] parts = text.strip().split("/", -1);
    try {
      if (parts.length <= 2) {
        double value = new BigDecimal(parts[0].strip()).doubleValue();
        return parts.length == 1 ? value : value / new BigDecimal(parts[1].strip()).doubleValue();
      }
    } catch (NumberFormatException e) {
      throw new BadInputException(sentence(name, text), e);
    }
    throw new BadInputException(sentence(name, text));
  }

  /**
   * Reads a share: a number, or one in per cent.
   *
   * @param name what it is, for the sentence
   * @throws BadInputException if it is neither
   */
  public static double share(String name, String text) {
    String stripped = text.strip();
    return stripped.endsWith("%")
        ? parse(name, stripped.substring(0, stripped.length() - 1)) / 100
        : parse(name, stripped);
  }

  private static String sentence(String name, String text) {
    return name + " '" + text + "' is not a number: expected such as 0.03 or 8/255";
  }
}
