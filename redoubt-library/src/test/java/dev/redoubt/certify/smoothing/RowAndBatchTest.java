package dev.redoubt.certify.smoothing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.threat.Linf;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A row is changed alike by itself and in a batch. */
final class RowAndBatchTest {
  private static final List<Integer> IMAGE = List.of(3, 4, 5);
  private static final int FEATURES = 60;

  static Stream<Smoothing> smoothings() {
    return Stream.of(
        new GaussianSmoothing(0.5),
        new UniformSmoothing(0.5),
        new Converted(new GaussianSmoothing(0.5), new Linf(), FEATURES),
        new Ablation(6, IMAGE, 0.5),
        new Deletion(0.7, IMAGE, 0.25));
  }

  @ParameterizedTest
  @MethodSource("smoothings")
  void aRowIsChangedAsInABatch(Smoothing smoothing) {
    float[] pixels = new float[4 * FEATURES];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (i * 37 % 101) / 101f;
    }
    Draws draws = new Draws(3, new long[] {5, 6, 7, 8}, "noise");
    float[] batch =
        Scope.value(() -> smoothing.randomize(Tensors.of(pixels, 4, 3, 4, 5), draws).floats());
    assertThat(batch).isNotEqualTo(pixels);
    for (int row = 0; row < 4; row++) {
      float[] values = Arrays.copyOfRange(pixels, row * FEATURES, (row + 1) * FEATURES);
      smoothing.randomize(values, draws.stream(row));
      for (int i = 0; i < FEATURES; i++) {
        assertThat(values[i]).isCloseTo(batch[row * FEATURES + i], within(1e-6f));
      }
    }
  }
}
