package dev.redoubt.report;

import java.util.Locale;

/** Numbers as the report shows them: the same on every machine, whatever its locale. */
final class Numbers {
  /** Keeps a number and its unit on one line. */
  private static final String NBSP = "\u00a0";

  private static final String NONE = "–";

  private Numbers() {}

  /**
   * A share in [0, 1] as a percentage with one decimal: {@code 98.3 %}. Shares that would round to
   * a misleading 0 or 100 get the decimals they need.
   */
  static String percent(double share) {
    return Double.isFinite(share) ? percentage(share) + NBSP + "%" : NONE;
  }

  /** The same without the sign, as for {@code 97.1 to 99.0 %}. */
  private static String percentage(double share) {
    double value = 100 * share;
    for (int decimals = 1; decimals < 4; decimals++) {
      String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
      double shown = Double.parseDouble(text);
      if ((shown > 0 || value <= 0) && (shown < 100 || value >= 100)) {
        return text;
      }
    }
    return value < 50 ? "<0.001" : ">99.999";
  }

  /** A difference of shares: {@code 32 points}, {@code 0.5 points}, {@code 1 point}. */
  static String points(double difference) {
    String value = number(Math.round(1000 * difference) / 10.0);
    return value + NBSP + (value.equals("1") ? "point" : "points");
  }

  /** An interval of shares: {@code 97.1 to 99.0 %}. */
  static String interval(double low, double high) {
    if (!Double.isFinite(low)) {
      return NONE;
    }
    return String.format(Locale.ROOT, "%.1f to %.1f" + NBSP + "%%", 100 * low, 100 * high);
  }

  /** A count with thousands separated: {@code 1,000}. */
  static String count(long n) {
    return String.format(Locale.ROOT, "%,d", n);
  }

  /** A number of at most four significant digits, without trailing zeros. */
  static String number(double value) {
    if (!Double.isFinite(value)) {
      return NONE;
    }
    double size = Math.abs(value);
    if (size != 0 && (size < 1e-4 || size >= 1e7)) {
      return String.format(Locale.ROOT, "%.2e", value);
    }
    int digits = size >= 1000 ? 0 : size >= 1 ? 3 - (int) Math.log10(size) : 4;
    String text = String.format(Locale.ROOT, "%,." + digits + "f", value);
    return digits == 0 ? text : text.replaceFirst("\\.?0+$", "");
  }

  /** A ratio in decibels with one decimal: {@code 28.4 dB}. */
  static String decibels(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.1f" + NBSP + "dB", value) : NONE;
  }

  /** An area under a curve with three decimals. */
  static String area(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.3f", value) : NONE;
  }

  /** A cosine with two decimals. */
  static String cosine(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.2f", value) : NONE;
  }

  /** A duration: {@code 0.42 s}, {@code 12.3 s}, {@code 3 min 05 s}, {@code 2 h 07 min}. */
  static String duration(double seconds) {
    if (!Double.isFinite(seconds)) {
      return NONE;
    }
    long whole = Math.round(seconds);
    if (whole < 60) {
      return String.format(Locale.ROOT, seconds < 1 ? "%.2f" : "%.1f", seconds) + NBSP + "s";
    }
    return whole < 3600
        ? String.format(Locale.ROOT, "%d" + NBSP + "min %02d" + NBSP + "s", whole / 60, whole % 60)
        : String.format(
            Locale.ROOT, "%d" + NBSP + "h %02d" + NBSP + "min", whole / 3600, whole / 60 % 60);
  }

  /** Memory, given in MB: {@code 812 MB}, {@code 1.9 GB}. */
  static String memory(double megabytes) {
    if (!Double.isFinite(megabytes)) {
      return NONE;
    }
    return megabytes < 1000
        ? String.format(Locale.ROOT, "%.0f" + NBSP + "MB", megabytes)
        : String.format(Locale.ROOT, "%.1f" + NBSP + "GB", megabytes / 1000);
  }
}
