package dev.redoubt.threat;

import dev.redoubt.BadInputException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The perturbations that the attacker may add: all of norm at most epsilon.
 *
 * @param norm how perturbations are measured
 * @param epsilon the budget in pixel space, positive and finite
 * @param text the budget as the user wrote it, such as {@code linf:8/255}
 */
public record ThreatModel(Norm norm, double epsilon, String text) {
  private static final Pattern SPEC = Pattern.compile("([a-z0-9]+):(.+)");

  /** Checks the budget. */
  public ThreatModel {
    if (!(epsilon > 0) || Double.isInfinite(epsilon)) {
      throw new BadInputException(
          "epsilon in threat '" + text + "' must be positive and finite, not " + epsilon);
    }
  }

  /** A threat whose text is made from its parts. */
  public ThreatModel(Norm norm, double epsilon) {
    this(norm, epsilon, norm.name() + ":" + epsilon);
  }

  /** The same norm with another budget. */
  public ThreatModel withEpsilon(double other) {
    return new ThreatModel(norm, other);
  }

  /**
   * Reads {@code linf:8/255}, {@code l2:0.5}, {@code l1:12} or {@code l0:20}.
   *
   * @throws BadInputException if the norm is unknown or the budget is no positive number
   */
  public static ThreatModel parse(String text) {
    Matcher matcher = SPEC.matcher(text.trim().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new BadInputException(
          "threat '"
              + text
              + "' can't be read: expected NORM:EPSILON, such as linf:8/255 or l2:0.5");
    }
    Norm norm = Norm.named(matcher.group(1));
    double epsilon = Fraction.parse("epsilon", matcher.group(2));
    return new ThreatModel(norm, epsilon, matcher.group());
  }

  @Override
  public String toString() {
    return text;
  }
}
