package dev.redoubt.certify.analysis;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as the scripts of Cohen et al. print them, so that logs can be compared byte by byte. */
final class PythonText {
  private static final MathContext THREE = new MathContext(3, RoundingMode.HALF_EVEN);
  private static final long MICROS = 1_000_000;

  private PythonText() {}

  /**
   * Three significant digits: Python's {@code "{:.3}"} of a float, for example {@code 0.378},
   * {@code 1.0}, {@code 1.23e+02}.
   *
   * @param value finite, not negative
   */
  static String threeDigits(double value) {
    BigDecimal rounded = new BigDecimal(value).round(THREE).stripTrailingZeros();
    if (rounded.signum() == 0) {
      return "0.0";
    }
    int exponent = rounded.precision() - rounded.scale() - 1;
    if (exponent >= -4 && exponent < 2) {
      return rounded.setScale(Math.max(1, rounded.scale())).toPlainString();
    }
    return rounded.movePointLeft(exponent).stripTrailingZeros().toPlainString()
        + String.format(Locale.ROOT, "e%+03d", exponent);
  }

  /** A time as {@code H:MM:SS.ffffff}, without the fraction if that is zero. */
  static String duration(double seconds) {
    long micros = Math.round(seconds * MICROS);
    long whole = micros / MICROS;
    String clock =
        String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
    return micros % MICROS == 0
        ? clock
        : clock + String.format(Locale.ROOT, ".%06d", micros % MICROS);
  }
}
