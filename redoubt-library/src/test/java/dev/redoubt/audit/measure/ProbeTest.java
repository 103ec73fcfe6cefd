package dev.redoubt.audit.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.RandomStream;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProbeTest {
  private static final int WIDTH = 20;

  private static float[] drawn(int rows, double shift, long seed) {
    float[] values = new float[rows * WIDTH];
    RandomStream stream = RandomStream.of(seed, -1, "features");
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (100 + shift + stream.gaussian());
    }
    return values;
  }

  private static double value(Probe probe, float[] features, int row) {
    double value = probe.offset();
    for (int i = 0; i < WIDTH; i++) {
      value += probe.weights()[i] * (features[row * WIDTH + i] - probe.anchor()[i]);
    }
    return value;
  }

  /** Between two points: half of the way, moved by the closeness, in units of half the distance. */
  @Test
  void thePlaneBetweenTwoPointsIsKnown() {
    Scope.run(
        () -> {
          float[] inner = drawn(1, 0, 1);
          float[] outer = drawn(1, .5, 2);
          Probe probe =
              Probe.fit(Tensors.of(inner, 1, WIDTH), Tensors.of(outer, 1, WIDTH), .75)
                  .orElseThrow();
          double square = 0;
          for (int i = 0; i < WIDTH; i++) {
            square += Math.pow(outer[i] - inner[i], 2);
          }
          for (int i = 0; i < WIDTH; i++) {
            assertThat(probe.weights()[i])
                .isCloseTo((float) (2 * (outer[i] - inner[i]) / square), within(1e-5f));
          }
          assertThat(value(probe, outer, 0)).isCloseTo(.25, within(1e-6));
          assertThat(value(probe, inner, 0)).isCloseTo(-1.75, within(1e-5));
          Tensor both =
              Layout.concat(List.of(Tensors.of(inner, 1, WIDTH), Tensors.of(outer, 1, WIDTH)), 0);
          assertThat(probe.beyond(both)).isEqualTo(1);
          assertThat(probe.beyond(Tensors.of(inner, 1, WIDTH))).isZero();
        });
  }

  @Test
  void innerPointsAreOnTheOtherSideByTheSameMargin() {
    Scope.run(
        () -> {
          float[] inner = drawn(9, 0, 3);
          float[] outer = drawn(1, 1, 4);
          Probe probe =
              Probe.fit(Tensors.of(inner, 9, WIDTH), Tensors.of(outer, 1, WIDTH), 0).orElseThrow();
          double nearest = Double.NEGATIVE_INFINITY;
          double farthest = 0;
          for (int row = 0; row < 9; row++) {
            nearest = Math.max(nearest, value(probe, inner, row));
            farthest = Math.max(farthest, -value(probe, inner, row));
          }
          double boundary = value(probe, outer, 0);
          assertThat(nearest).isNegative().isCloseTo(-boundary, within(1e-4));
          assertThat(Math.max(farthest, boundary)).isCloseTo(1, within(1e-4));
        });
  }

  @Test
  void whatCannotBeSeparatedHasNoPlane() {
    Scope.run(
        () -> {
          float[] inner = drawn(4, 0, 5);
          float[] mean = new float[WIDTH];
          for (int i = 0; i < 4 * WIDTH; i++) {
            mean[i % WIDTH] += inner[i] / 4;
          }
          assertThat(Probe.fit(Tensors.of(inner, 4, WIDTH), Tensors.of(mean, 1, WIDTH), .5))
              .isEmpty();
          mean[3] = Float.NaN;
          assertThat(Probe.fit(Tensors.of(inner, 4, WIDTH), Tensors.of(mean, 1, WIDTH), .5))
              .isEmpty();
        });
  }
}
