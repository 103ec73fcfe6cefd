package dev.redoubt.purify.jpeg;

import java.util.Arrays;

/**
 * The steps that coefficients are rounded to, for one quality.
 *
 * @param steps 64, row by row: step {@code 8v + u} is that of vertical frequency v and horizontal
 *     frequency u
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record QuantisationTable(int[] steps) {
  /** ITU-T T.81, table K.1. */
  private static final int[] LUMINANCE = {
    16, 11, 10, 16, 24, 40, 51, 61,
    12, 12, 14, 19, 26, 58, 60, 55,
    14, 13, 16, 24, 40, 57, 69, 56,
    14, 17, 22, 29, 51, 87, 80, 62,
    18, 22, 37, 56, 68, 109, 103, 77,
    24, 35, 55, 64, 81, 104, 113, 92,
    49, 64, 78, 87, 103, 121, 120, 101,
    72, 92, 95, 98, 112, 100, 103, 99
  };

  /** ITU-T T.81, table K.2. */
  private static final int[] CHROMINANCE = {
    17, 18, 24, 47, 99, 99, 99, 99,
    18, 21, 26, 66, 99, 99, 99, 99,
    24, 26, 56, 99, 99, 99, 99, 99,
    47, 66, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99
  };

  static QuantisationTable luminance(int quality) {
    return new QuantisationTable(scaled(LUMINANCE, quality));
  }

  static QuantisationTable chrominance(int quality) {
    return new QuantisationTable(scaled(CHROMINANCE, quality));
  }

  /**
   * The Independent JPEG Group's meaning of quality: at 50 the tables as they are, at 100 steps of
   * 1. Percentages are whole; the JDK's are not, so that below 50 its steps may be larger by one.
   */
  private static int[] scaled(int[] table, int quality) {
    int percent = quality < 50 ? 5000 / quality : 200 - 2 * quality;
    return Arrays.stream(table)
        .map(step -> Math.max(1, Math.min(255, (step * percent + 50) / 100)))
        .toArray();
  }
}
