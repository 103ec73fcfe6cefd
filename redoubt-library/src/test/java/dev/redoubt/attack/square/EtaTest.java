package dev.redoubt.attack.square;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pattern against sums of rectangles that were added up by hand. */
class EtaTest {
  /** In quarters: the rectangles weigh 1 and 1/4. */
  @Test
  void sideThreeForL2() {
    double upper = Math.sqrt(1 + 25 + 1) * Math.sqrt(2);
    double lower = Math.sqrt(5 + 25) * Math.sqrt(2);
    double[] expected = {
      1 / upper, 5 / upper, 1 / upper, //
      -1 / lower, -1 / lower, -1 / lower, //
      -1 / lower, -5 / lower, -1 / lower,
    };
    assertThat(Eta.of(Mass.SQUARES, new Extent(3, 3), false))
        .containsExactly(expected, within(1e-12));
  }

  /** In 36ths: the rectangles weigh 1, 1/4 and 1/9. */
  @Test
  void sideFiveForL2() {
    double[] upper = {4, 13, 13, 13, 4, 4, 13, 49, 13, 4};
    double[] lower = {-4, -13, -13, -13, -4, -4, -13, -49, -13, -4, -4, -13, -13, -13, -4};
    double ofUpper = Math.sqrt(4 * 16 + 5 * 169 + 49 * 49) * Math.sqrt(2);
    double ofLower = Math.sqrt(6 * 16 + 8 * 169 + 49 * 49) * Math.sqrt(2);
    assertThat(Eta.of(Mass.SQUARES, new Extent(5, 5), false))
        .containsExactly(joined(upper, ofUpper, lower, ofLower), within(1e-12));
  }

  /** In 1296ths: the rectangles weigh 1, 1/16 and 1/81. */
  @Test
  void sideFiveForL1() {
    double[] upper = {16, 97, 97, 97, 16, 16, 97, 1393, 97, 16};
    double[] lower = {-16, -97, -97, -97, -16, -16, -97, -1393, -97, -16, -16, -97, -97, -97, -16};
    double ofUpper = 2 * Arrays.stream(upper).sum();
    double ofLower = -2 * Arrays.stream(lower).sum();
    assertThat(Eta.of(Mass.SIZES, new Extent(5, 5), false))
        .containsExactly(joined(upper, ofUpper, lower, ofLower), within(1e-12));
  }

  @Test
  void besideIsTheTransposed() {
    double[] above = Eta.of(Mass.SQUARES, new Extent(5, 3), false);
    double[] beside = Eta.of(Mass.SQUARES, new Extent(3, 5), true);
    for (int i = 0; i < 15; i++) {
      assertThat(beside[i]).isEqualTo(above[i % 5 * 3 + i / 5]);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 2", "1, 7", "2, 1", "2, 2", "4, 6", "25, 25"})
  void everySizeHasNormOne(int height, int width) {
    for (Mass mass : Mass.values()) {
      for (boolean beside : new boolean[] {false, true}) {
        double[] pattern = Eta.of(mass, new Extent(height, width), beside);
        assertThat(pattern).hasSize(height * width);
        assertThat(mass.norm(Arrays.stream(pattern).map(mass::of).sum()))
            .isCloseTo(1, within(1e-12));
      }
    }
  }

  private static double[] joined(double[] upper, double ofUpper, double[] lower, double ofLower) {
    double[] joined = new double[upper.length + lower.length];
    for (int i = 0; i < joined.length; i++) {
      joined[i] = i < upper.length ? upper[i] / ofUpper : lower[i - upper.length] / ofLower;
    }
    return joined;
  }
}
