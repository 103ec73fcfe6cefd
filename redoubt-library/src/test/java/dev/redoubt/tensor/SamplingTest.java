package dev.redoubt.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.testing.FiniteDifferences;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bilinear interpolation, against a sum over all pixels. */
class SamplingTest {
  private static final int HEIGHT = 4;
  private static final int WIDTH = 6;
  private static final long[] IMAGES = {2, 2, HEIGHT, WIDTH};
  private static final long[] PLACES = {2, 3, 5, 2};

  private static double[] images() {
    double[] values = new double[2 * 2 * HEIGHT * WIDTH];
    Arrays.setAll(values, i -> Math.sin(5 * i));
    return values;
  }

  /** Columns from -1.5 to 6.5 and rows from -1.5 to 4.5, none of them whole. */
  private static double[] places() {
    double[] values = new double[2 * 3 * 5 * 2];
    Arrays.setAll(values, i -> -1.51 + (i % 2 == 0 ? 8.0 : 6.0) * (Math.cos(7 * i) + 1) / 2);
    return values;
  }

  @ParameterizedTest
  @EnumSource
  void everyPixelWeighsAsMuchAsItIsNear(Sampling.Beyond beyond) {
    double[] images = images();
    double[] places = places();
    double[] found =
        Scope.value(
            () ->
                Sampling.bilinear(Tensors.of(images, IMAGES), Tensors.of(places, PLACES), beyond)
                    .doubles());
    for (int i = 0; i < found.length; i++) {
      int sample = i / (2 * 15);
      int place = 2 * (sample * 15 + i % 15);
      double x = places[place];
      double y = places[place + 1];
      if (beyond == Sampling.Beyond.EDGE) {
        x = Math.max(0, Math.min(WIDTH - 1, x));
        y = Math.max(0, Math.min(HEIGHT - 1, y));
      }
      double expected = 0;
      for (int pixel = 0; pixel < HEIGHT * WIDTH; pixel++) {
        double near =
            Math.max(0, 1 - Math.abs(x - pixel % WIDTH))
                * Math.max(0, 1 - Math.abs(y - Math.floorDiv(pixel, WIDTH)));
        expected += near * images[i / 15 * HEIGHT * WIDTH + pixel];
      }
      assertThat(found[i]).as("value %d", i).isCloseTo(expected, within(1e-12));
    }
  }

  @ParameterizedTest
  @EnumSource
  void itsDerivativesAreTheRightOnes(Sampling.Beyond beyond) {
    double[] coefficients = new double[2 * 2 * 15];
    Arrays.setAll(coefficients, i -> Math.cos(3 * i));
    double[] byPlace =
        FiniteDifferences.gradient(
            places -> Sampling.bilinear(Tensors.of(images(), IMAGES), places, beyond),
            coefficients,
            places(),
            1e-5,
            PLACES);
    double[] byPixel =
        FiniteDifferences.gradient(
            images -> Sampling.bilinear(images, Tensors.of(places(), PLACES), beyond),
            coefficients,
            images(),
            1e-3,
            IMAGES);
    Scope.run(
        () -> {
          Tensor places = Autograd.variable(Tensors.of(places(), PLACES));
          Tensor images = Autograd.variable(Tensors.of(images(), IMAGES));
          Tensor read = Sampling.bilinear(images, places, beyond);
          Tensor value = FiniteDifferences.weighted(read, coefficients);
          assertThat(Autograd.gradKeepingTape(value, places).doubles())
              .containsExactly(byPlace, within(1e-7));
          assertThat(Autograd.grad(value, images).doubles()).containsExactly(byPixel, within(1e-9));
        });
  }

  @Test
  void atItsOwnPixelsAnImageStaysAsItIs() {
    double[] found =
        Scope.value(
            () -> {
              Tensor pixels = Sampling.pixels(HEIGHT, WIDTH).to(DType.FLOAT64);
              Tensor places = Layout.expand(pixels, 2, HEIGHT, WIDTH, 2);
              return Sampling.bilinear(Tensors.of(images(), IMAGES), places, Sampling.Beyond.ZERO)
                  .doubles();
            });
    assertThat(found).containsExactly(images(), within(1e-12));
  }
}
