package dev.redoubt.attack.square;

import static dev.redoubt.attack.square.Places.checkBoundingBox;
import static dev.redoubt.attack.square.Places.places;
import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.attack.Victims;
import dev.redoubt.attack.square.Oracle.Query;
import dev.redoubt.data.InputSpec;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinfPatchTest {
  private static final int QUERIES = 400;

  @ParameterizedTest
  @CsvSource({"1x9x9", "3x8x8", "2x3x11", "13"})
  void stripesComeFirstAndThenOneWindowWithOneSignAChannel(String shape) {
    InputSpec input = new InputSpec(Places.shape(shape), 0, 1);
    Plane plane = Plane.of(input);
    Oracle oracle = Oracle.of(input, 3, Functions.perceptron(input.features(), 3, 50));
    float[] clean = Victims.pixels(input.features(), 5);
    oracle.attack(new Square(QUERIES), "linf:0.1", clean);

    List<Query> queries = oracle.queries(100);
    Query best = queries.get(0);
    for (int i = 0; i < input.features(); i++) {
      int top = plane.index(i / (plane.height() * plane.width()), 0, i % plane.width());
      assertThat(moves(best.point(), clean, i)).contains(moves(best.point(), clean, top)[0]);
    }
    for (int i = 1; i < queries.size(); i++) {
      Query query = queries.get(i);
      Extent extent = Extent.covering(plane, new Schedule(0.8).share(i - 1));
      float[] before = best.point();
      checkBoundingBox(plane, extent, places(k -> query.point()[k] != before[k], before.length));
      checkOneSign(plane, query.point(), best.point(), clean);
      best = query.margin() < best.margin() ? query : best;
    }
  }

  /** In each channel changed values have all gone up by the budget, or all down. */
  private static void checkOneSign(Plane plane, float[] now, float[] before, float[] clean) {
    int size = plane.height() * plane.width();
    for (int channel = 0; channel < plane.channels(); channel++) {
      int first = channel * size;
      int[] changed =
          IntStream.range(first, first + size).filter(i -> now[i] != before[i]).toArray();
      for (int sign : new int[] {-1, 1}) {
        boolean all =
            IntStream.of(changed).allMatch(i -> Math.abs(now[i] - moved(clean[i], sign)) < 1e-6);
        boolean none =
            IntStream.of(changed).noneMatch(i -> Math.abs(now[i] - moved(clean[i], sign)) < 1e-6);
        assertThat(all || none).isTrue();
      }
      for (int i : changed) {
        assertThat(moves(now, clean, i)).isNotEmpty();
      }
    }
  }

  private static double moved(float clean, int sign) {
    return Math.max(0, Math.min(1, clean + sign * 0.1));
  }

  /** The signs that a value may have been moved by: both if the box cuts one off. */
  private static int[] moves(float[] point, float[] clean, int i) {
    return IntStream.of(-1, 1)
        .filter(sign -> Math.abs(point[i] - moved(clean[i], sign)) < 1e-6)
        .toArray();
  }
}
