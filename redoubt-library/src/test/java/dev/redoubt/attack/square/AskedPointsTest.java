package dev.redoubt.attack.square;

import static dev.redoubt.attack.square.Places.checkBoundingBox;
import static dev.redoubt.attack.square.Places.columns;
import static dev.redoubt.attack.square.Places.places;
import static dev.redoubt.attack.square.Places.rows;
import static dev.redoubt.attack.square.Places.size;
import static dev.redoubt.attack.square.Places.spread;
import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.attack.Plane;
import dev.redoubt.attack.Victims;
import dev.redoubt.attack.square.Oracle.Query;
import dev.redoubt.data.InputSpec;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the model is asked, query by query. */
class AskedPointsTest {
  private static final int QUERIES = 400;

  @ParameterizedTest
  @CsvSource({
    "linf:0.1, 1x9x9",
    "linf:0.1, 3x8x8",
    "linf:0.3, 2x3x11",
    "linf:0.1, 13",
    "linf:2, 1x1x1",
    "l2:0.5, 1x9x9",
    "l2:0.5, 3x8x8",
    "l2:0.8, 2x3x11",
    "l2:0.5, 13",
    "l2:0.5, 2",
    "l2:3, 1x2x2",
    "l1:2, 1x9x9",
    "l1:2, 3x8x8",
    "l1:4, 2x11x3",
    "l1:2, 13",
    "l1:0.5, 2",
    "l1:9, 1x2x2",
  })
  void lieInBallAndBox(String threat, String shape) {
    InputSpec input = new InputSpec(Places.shape(shape), 0, 1);
    Oracle oracle = Oracle.of(input, 3, Functions.perceptron(input.features(), 3, 50));
    float[] clean = Victims.pixels(input.features(), 5);
    oracle.attack(new Square(QUERIES), threat, clean);

    double epsilon = Double.parseDouble(threat.substring(threat.indexOf(':') + 1));
    assertThat(oracle.queries(100)).hasSize(QUERIES);
    for (Query query : oracle.queries(100)) {
      for (float value : query.point()) {
        assertThat(value).isBetween(0f, 1f);
      }
      assertThat(Places.norm(threat, query.point(), clean)).isLessThanOrEqualTo(epsilon + 1e-6);
    }
  }

  /** The box is the model's, and wide enough here that it cuts nothing off. */
  @ParameterizedTest
  @CsvSource({"linf:0.1, 1", "l2:0.5, 1", "l2:0.5, 2", "l2:0.5, 3", "l1:2, 1", "l1:2, 2"})
  void spendTheWholeBudgetWhereTheBoxLetsThem(String threat, int seed) {
    InputSpec input = new InputSpec(List.of(3, 8, 8), -9, 11);
    Oracle oracle = Oracle.of(input, 3, Functions.perceptron(192, seed, 50));
    float[] clean = Victims.pixels(192, 5 + seed);
    oracle.attack(new Square(5 * QUERIES), threat, clean);

    double epsilon = Double.parseDouble(threat.substring(threat.indexOf(':') + 1));
    for (Query query : oracle.queries(100)) {
      assertThat(Places.norm(threat, query.point(), clean))
          .isBetween((1 - 3e-4) * epsilon, epsilon + 1e-6);
    }
  }

  /** With the rule of acceptance: each point is a change of the best before it. */
  @ParameterizedTest
  @CsvSource({"l2:0.5, 3x8x8", "l2:0.5, 1x9x9", "l2:0.5, 13", "l1:2, 1x8x9", "l1:2, 1x9x9"})
  void underL2AndL1DifferFromTheBestInTwoWindows(String threat, String shape) {
    InputSpec input = new InputSpec(Places.shape(shape), 0, 1);
    Plane plane = Plane.of(input);
    Oracle oracle = Oracle.of(input, 3, Functions.perceptron(input.features(), 3, 50));
    float[] clean = Victims.pixels(input.features(), 5);
    oracle.attack(new Square(QUERIES), threat, clean);

    List<Query> queries = oracle.queries(100);
    Query best = queries.get(0);
    int accepted = 0;
    for (int i = 1; i < queries.size(); i++) {
      Query query = queries.get(i);
      Extent extent = Extent.odd(plane, new Schedule(0.8).share(i - 1));
      checkReturnedToClean(plane, extent, query.point(), best.point(), clean);
      accepted += query.margin() < best.margin() ? 1 : 0;
      best = query.margin() < best.margin() ? query : best;
    }
    assertThat(accepted).isGreaterThan(5);
  }

  /** There the window receives more than the budget has; the projection takes it back. */
  @Test
  void underL1WithSeveralChannelsGrowInOneWindowAlone() {
    Plane plane = new Plane(3, 8, 8);
    Oracle oracle = Oracle.of(InputSpec.image(3, 8, 8), 3, Functions.perceptron(192, 3, 50));
    float[] clean = Victims.pixels(192, 5);
    oracle.attack(new Square(QUERIES), "l1:2", clean);

    List<Query> queries = oracle.queries(100);
    Query best = queries.get(0);
    int shrunk = 0;
    for (int i = 1; i < queries.size(); i++) {
      float[] now = queries.get(i).point();
      float[] before = best.point();
      int[] grown = places(k -> size(now, clean, k) > size(before, clean, k) + 1e-6, now.length);
      Extent extent = Extent.odd(plane, new Schedule(0.8).share(i - 1));
      checkBoundingBox(plane, extent, grown);
      if (spread(rows(plane, grown)) == extent.height()
          && spread(columns(plane, grown)) == extent.width()) {
        int top = IntStream.of(rows(plane, grown)).min().orElseThrow();
        int left = IntStream.of(columns(plane, grown)).min().orElseThrow();
        Window window = new Window(top, left, extent);
        shrunk +=
            places(
                    k ->
                        !window.holds(rows(plane, k)[0], columns(plane, k)[0])
                            && now[k] != before[k]
                            && now[k] != clean[k],
                    now.length)
                .length;
      }
      best = queries.get(i).margin() < best.margin() ? queries.get(i) : best;
    }
    assertThat(shrunk).isPositive();
  }

  /**
   * What changed either is clean again (the second window) or lies in the first window: there is a
   * window that holds all the rest.
   */
  private static void checkReturnedToClean(
      Plane plane, Extent extent, float[] now, float[] before, float[] clean) {
    checkBoundingBox(
        plane, extent, places(i -> now[i] != clean[i] && now[i] != before[i], now.length));
    long returned =
        IntStream.range(0, now.length)
            .filter(i -> now[i] == clean[i] && before[i] != clean[i])
            .count();
    int window = extent.height() * extent.width() * plane.channels();
    assertThat(returned).isLessThanOrEqualTo(2L * window);
  }
}
