package dev.redoubt.attack.square;

import static dev.redoubt.attack.square.Places.checkBoundingBox;
import static dev.redoubt.attack.square.Places.places;
import static dev.redoubt.attack.square.Places.rows;
import static dev.redoubt.attack.square.Places.spread;
import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.attack.Plane;
import dev.redoubt.attack.Victims;
import dev.redoubt.attack.square.Oracle.Query;
import dev.redoubt.data.InputSpec;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
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

  /** {@code √(.8·81) = 8.05} up to the change with index 10; {@code √(.4·81) = 5.7} from there. */
  @Test
  void windowsShrinkAfterElevenChanges() {
    Plane plane = new Plane(1, 9, 9);
    Oracle oracle = Oracle.of(InputSpec.image(1, 9, 9), 3, Functions.perceptron(81, 3, 50));
    float[][] samples = new float[20][];
    Arrays.setAll(samples, i -> Victims.pixels(81, i));
    oracle.attack(new Square(13), "linf:0.1", samples);
    assertThat(largestSpread(oracle, plane, 10)).isEqualTo(8);
    assertThat(largestSpread(oracle, plane, 11)).isEqualTo(6);
  }

  /** The largest number of rows that a change reaches in any of 20 samples. */
  private static int largestSpread(Oracle oracle, Plane plane, int iteration) {
    return IntStream.range(0, 20)
        .map(
            sample -> {
              List<Query> queries = oracle.queries(100L + sample);
              float[] now = queries.get(iteration + 1).point();
              float[] best =
                  queries.subList(0, iteration + 1).stream()
                      .min(Comparator.comparingDouble(Query::margin))
                      .orElseThrow()
                      .point();
              return spread(rows(plane, places(k -> now[k] != best[k], now.length)));
            })
        .max()
        .orElseThrow();
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
