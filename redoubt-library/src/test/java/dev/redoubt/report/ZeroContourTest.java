package dev.redoubt.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.audit.measure.Landscape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class ZeroContourTest {
  private static final Pattern POINT = Pattern.compile("[ML]([0-9.]+) ([0-9.]+)");

  @Property(tries = 200, seed = "11")
  void aPlaneIsCutWhereItIsZero(
      @ForAll @DoubleRange(min = -2, max = 2) double right,
      @ForAll @DoubleRange(min = -2, max = 2) double down,
      @ForAll @DoubleRange(min = -3, max = 3) double offset) {
    double[][] values = new double[6][7];
    for (int row = 0; row < 6; row++) {
      for (int column = 0; column < 7; column++) {
        values[row][column] = right * (column - 3) + down * (row - 2.5) + offset;
      }
    }
    boolean below = HeatMap.flat(values).anyMatch(v -> v < 0);
    boolean above = HeatMap.flat(values).anyMatch(v -> v >= 0);
    String path = ZeroContour.of(values);
    assertThat(path.isEmpty()).isEqualTo(!(below && above));
    for (MatchResult point : POINT.matcher(path).results().toList()) {
      double x = Double.parseDouble(point.group(1)) - .5;
      double y = Double.parseDouble(point.group(2)) - .5;
      assertThat(right * (x - 3) + down * (y - 2.5) + offset).isCloseTo(0, within(.03));
    }
  }

  @Test
  void saddlesAreCutByTheirMiddle() {
    assertThat(ZeroContour.of(new double[][] {{3, -1}, {-1, 3}}))
        .as("above in the middle: the corners below are cut off")
        .isEqualTo("M1.25 0.50L1.50 0.75M0.75 1.50L0.50 1.25");
    assertThat(ZeroContour.of(new double[][] {{1, -3}, {-3, 1}}))
        .as("below in the middle: the corners above are cut off")
        .isEqualTo("M0.75 0.50L0.50 0.75M1.25 1.50L1.50 1.25");
  }

  @Test
  void whatIsNotFiniteIsLeftOut() {
    assertThat(ZeroContour.of(new double[][] {{1, Double.NaN}, {-1, -1}})).isEmpty();
  }

  @Test
  void picturesTurnTheGradientToTheRight() throws IOException {
    double[][] values = {{2, 2, 2}, {0, 0, 1}, {-2, -2, Double.NaN}};
    LandscapeView view = LandscapeView.of(new Landscape(4, 2, values));
    BufferedImage image = decode(view.picture());
    assertThat(image.getRGB(0, 0)).isEqualTo(0xff2f7fc1);
    assertThat(image.getRGB(0, 2)).isEqualTo(0xff2f7fc1);
    assertThat(image.getRGB(2, 2)).isEqualTo(0xffd9622b);
    assertThat(image.getRGB(2, 0)).as("not finite").isEqualTo(0xff808080);
    assertThat(image.getRGB(1, 2) >>> 24).as("zero is clear").isZero();
    assertThat(image.getRGB(1, 0) >>> 24).as("half way").isEqualTo(128);
    assertThat(view.margins()).isEqualTo("−2 to 2");
    assertThat(view.words()).isEqualTo("the class changes at the line");
  }

  @Test
  void flatLandscapesAreSaidToBeFlat() {
    LandscapeView view = LandscapeView.of(new Landscape(4, 2, new double[][] {{3, 3}, {3, 3}}));
    assertThat(view.margins()).isEqualTo("3");
    assertThat(view.words()).isEqualTo("the same margin everywhere");
    assertThat(view.contour()).isEmpty();
  }

  private static BufferedImage decode(String uri) throws IOException {
    byte[] bytes = Base64.getDecoder().decode(uri.substring(uri.indexOf(',') + 1));
    return ImageIO.read(new ByteArrayInputStream(bytes));
  }
}
