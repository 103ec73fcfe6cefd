package dev.redoubt.attack.square;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
    InputSpec input = new InputSpec(shape(shape), 0, 1);
    Oracle oracle = Oracle.of(input, 3, Functions.perceptron(input.features(), 3, 50));
    float[] clean = Victims.pixels(input.features(), 5);
    oracle.attack(new Square(QUERIES), threat, clean);

    double epsilon = Double.parseDouble(threat.substring(threat.indexOf(':') + 1));
    assertThat(oracle.queries(100)).hasSize(QUERIES);
    for (Query query : oracle.queries(100)) {
      for (float value : query.point()) {
        assertThat(value).isBetween(0f, 1f);
      }
      assertThat(norm(threat, query.point(), clean)).isLessThanOrEqualTo(epsilon + 1e-6);
    }
  }

  /** The box is the model's, and wide enough here that it cuts nothing off. */
  @ParameterizedTest
  @CsvSource({"linf:0.1", "l2:0.5", "l1:2"})
  void spendTheWholeBudgetWhereTheBoxLetsThem(String threat) {
    InputSpec input = new InputSpec(List.of(3, 8, 8), -9, 11);
    Oracle oracle = Oracle.of(input, 3, Functions.perceptron(192, 3, 50));
    float[] clean = Victims.pixels(192, 5);
    oracle.attack(new Square(QUERIES), threat, clean);

    double epsilon = Double.parseDouble(threat.substring(threat.indexOf(':') + 1));
    for (Query query : oracle.queries(100)) {
      assertThat(norm(threat, query.point(), clean)).isCloseTo(epsilon, within(3e-4 * epsilon));
    }
  }

  @ParameterizedTest
  @CsvSource({"1x9x9", "3x8x8", "2x3x11", "13"})
  void underLinfAreStripesAndThenOneWindowWithOneSignAChannel(String shape) {
    InputSpec input = new InputSpec(shape(shape), 0, 1);
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
      checkBoundingBox(plane, extent, query.point(), best.point());
      checkOneSign(plane, query.point(), best.point(), clean);
      best = query.margin() < best.margin() ? query : best;
    }
  }

  /** With the rule of acceptance: each point is a change of the best before it. */
  @ParameterizedTest
  @CsvSource({"l2:0.5, 3x8x8", "l2:0.5, 1x9x9", "l2:0.5, 13", "l1:2, 1x8x9", "l1:2, 1x9x9"})
  void underL2AndL1DifferFromTheBestInTwoWindows(String threat, String shape) {
    InputSpec input = new InputSpec(shape(shape), 0, 1);
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
      float[] grown = best.point().clone();
      for (int k = 0; k < grown.length; k++) {
        float change = Math.abs(now[k] - clean[k]) - Math.abs(grown[k] - clean[k]);
        grown[k] = change > 1e-6f ? now[k] : grown[k];
        shrunk += change < -1e-6f && now[k] != clean[k] ? 1 : 0;
      }
      Extent extent = Extent.odd(plane, new Schedule(0.8).share(i - 1));
      checkBoundingBox(plane, extent, grown, best.point());
      best = queries.get(i).margin() < best.margin() ? queries.get(i) : best;
    }
    assertThat(shrunk).isPositive();
  }

  /** Changed places fit into one window, and in each channel into the same. */
  private static void checkBoundingBox(Plane plane, Extent extent, float[] now, float[] before) {
    int[] changed = IntStream.range(0, now.length).filter(i -> now[i] != before[i]).toArray();
    if (changed.length > 0) {
      int[] rows = IntStream.of(changed).map(i -> i / plane.width() % plane.height()).toArray();
      int[] columns = IntStream.of(changed).map(i -> i % plane.width()).toArray();
      assertThat(spread(rows)).isLessThanOrEqualTo(extent.height());
      assertThat(spread(columns)).isLessThanOrEqualTo(extent.width());
    }
  }

  private static int spread(int[] values) {
    return IntStream.of(values).max().orElseThrow() - IntStream.of(values).min().orElseThrow() + 1;
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

  /**
   * What changed either is clean again (the second window) or lies in the first window: there is a
   * window that holds all the rest.
   */
  private static void checkReturnedToClean(
      Plane plane, Extent extent, float[] now, float[] before, float[] clean) {
    float[] rest = now.clone();
    for (int i = 0; i < rest.length; i++) {
      rest[i] = now[i] == clean[i] ? before[i] : now[i];
    }
    checkBoundingBox(plane, extent, rest, before);
    long returned =
        IntStream.range(0, rest.length)
            .filter(i -> now[i] == clean[i] && before[i] != clean[i])
            .count();
    int window = extent.height() * extent.width() * plane.channels();
    assertThat(returned).isLessThanOrEqualTo(2L * window);
  }

  static double norm(String threat, float[] point, float[] clean) {
    double sum = 0;
    double squares = 0;
    double largest = 0;
    for (int i = 0; i < point.length; i++) {
      double change = Math.abs((double) point[i] - clean[i]);
      sum += change;
      squares += change * change;
      largest = Math.max(largest, change);
    }
    return switch (threat.substring(0, threat.indexOf(':'))) {
      case "linf" -> largest;
      case "l2" -> Math.sqrt(squares);
      default -> sum;
    };
  }

  private static List<Integer> shape(String text) {
    return List.of(text.split("x")).stream().map(Integer::valueOf).toList();
  }
}
