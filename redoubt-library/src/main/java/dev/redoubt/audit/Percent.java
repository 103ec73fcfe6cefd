package dev.redoubt.audit;

import java.util.Locale;

/** Shares as sentences show them. */
public final class Percent {
  private Percent() {}

  /** A share in [0, 1] with one decimal: {@code 45.2 %}. */
  public static String of(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  /** A difference of shares: {@code 0.6 points}. */
  public static String points(double difference) {
    return String.format(Locale.ROOT, "%.1f points", 100 * difference);
  }
}
