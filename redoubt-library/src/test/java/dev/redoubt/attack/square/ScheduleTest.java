package dev.redoubt.attack.square;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.attack.Plane;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {
  private static final Plane MNIST = new Plane(1, 28, 28);
  private static final Plane CIFAR = new Plane(3, 32, 32);

  /** One iteration of each piece: 0 … 10, 11 … 50, and so on. */
  private static final int[] PIECES = {0, 11, 51, 201, 501, 1001, 2001, 4001, 6001, 8001};

  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "10, 1",
    "11, 2",
    "50, 2",
    "51, 4",
    "200, 4",
    "201, 8",
    "500, 8",
    "501, 16",
    "1000, 16",
    "1001, 32",
    "2000, 32",
    "2001, 64",
    "4000, 64",
    "4001, 128",
    "6000, 128",
    "6001, 256",
    "8000, 256",
    "8001, 512",
    "100000, 512",
  })
  void theShareIsHalvedAtTheBreakPoints(int iteration, double divisor) {
    assertThat(new Schedule(0.8).share(iteration)).isEqualTo(0.8 / divisor);
  }

  /** {@code round(√(p·h·w))}: √627.2 = 25.04, √313.6 = 17.7, √156.8 = 12.5, … */
  @Test
  void sidesOfWindows() {
    assertThat(sides(MNIST)).containsExactly(25, 18, 13, 9, 6, 4, 3, 2, 2, 1);
    assertThat(sides(CIFAR)).containsExactly(29, 20, 14, 10, 7, 5, 4, 3, 2, 1);
  }

  @Test
  void sidesOfPatternsAreOddAndAtLeastThree() {
    assertThat(oddSides(MNIST)).containsExactly(25, 19, 13, 9, 7, 5, 3, 3, 3, 3);
    assertThat(oddSides(CIFAR)).containsExactly(29, 21, 15, 11, 7, 5, 5, 3, 3, 3);
  }

  @ParameterizedTest
  @CsvSource({
    // Flat inputs: the share of the columns.
    "1, 57, .8, 1, 46, 1, 47",
    "1, 57, .05, 1, 3, 1, 3",
    "1, 57, .0125, 1, 1, 1, 3",
    "1, 10000, .4, 1, 4000, 1, 4001",
    "1, 1, .8, 1, 1, 1, 1",
    "1, 2, .8, 1, 2, 1, 1",
    "57, 1, .8, 46, 1, 47, 1",
    // A square would have the side 18, which is higher than the image.
    "10, 40, .8, 10, 32, 9, 33",
    "40, 10, .8, 32, 10, 33, 9",
    // It fits.
    "10, 40, .2, 9, 9, 9, 9",
    "2, 2, .8, 2, 2, 1, 1",
    "4, 4, 1, 4, 4, 3, 3",
  })
  void windowsFitAnyImageAndKeepTheirArea(
      int height, int width, double share, int h, int w, int oddH, int oddW) {
    Plane plane = new Plane(1, height, width);
    assertThat(Extent.covering(plane, share)).isEqualTo(new Extent(h, w));
    assertThat(Extent.odd(plane, share)).isEqualTo(new Extent(oddH, oddW));
  }

  private static List<Integer> sides(Plane plane) {
    return extents().map(p -> Extent.covering(plane, p)).map(Extent::height).toList();
  }

  private static List<Integer> oddSides(Plane plane) {
    return extents().map(p -> Extent.odd(plane, p)).map(Extent::width).toList();
  }

  private static Stream<Double> extents() {
    return IntStream.of(PIECES).mapToObj(new Schedule(0.8)::share);
  }
}
