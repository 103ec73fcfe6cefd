package dev.redoubt.attack.square;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.attack.Plane;
import dev.redoubt.attack.Victims;
import dev.redoubt.attack.square.Oracle.Result;
import dev.redoubt.data.InputSpec;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Two classes with the logits 0 and {@code w·x + b}: the margin falls by exactly {@code w·δ}, whose
 * largest value over the ball is {@code ε·‖w‖} in the dual norm. The box is too wide to matter.
 *
 * <p>Under Linf the windows end at a single place, so that the optimum is found exactly. Patterns
 * have fixed forms and sizes of at least 3 × 3, so that under L2 and L1 a part of it is.
 */
class LinearTest {
  private static final InputSpec GREY = new InputSpec(List.of(1, 8, 8), -50, 50);
  private static final InputSpec COLOUR = new InputSpec(List.of(2, 6, 9), -50, 50);
  private static final InputSpec TABLE = new InputSpec(List.of(20), -50, 50);

  @ParameterizedTest
  @CsvSource({"1", "2", "3"})
  void underLinfTheOptimumIsReached(int seed) {
    for (InputSpec input : List.of(GREY, COLOUR, TABLE)) {
      float[] w = Victims.weights(input.features(), seed);
      assertThat(reached(input, w, "linf:0.5", 5000)).isCloseTo(1, within(1e-4));
      // Regions of one sign are covered by windows of many places at once.
      assertThat(reached(input, halves(w, input), "linf:0.5", 1000)).isCloseTo(1, within(1e-4));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "l2:1, 1, .74, .60, .88",
    "l2:1, 2, .74, .60, .88",
    "l1:2, 1, .6, .45, .85",
    "l1:2, 2, .6, .45, .85"
  })
  void underL2AndL1MostOfItIs(String threat, int seed, double grey, double colour, double table) {
    assertThat(reached(GREY, Victims.weights(64, seed), threat, 5000)).isBetween(grey, 1.0);
    assertThat(reached(COLOUR, Victims.weights(108, seed), threat, 5000)).isBetween(colour, 1.0);
    assertThat(reached(TABLE, Victims.weights(20, seed), threat, 5000)).isBetween(table, 1.0);
  }

  /** Samples whose margin is below the part that is surely reached, and such beyond the optimum. */
  @ParameterizedTest
  @CsvSource({"linf:0.5, .99", "l2:1, .55", "l1:2, .4"})
  void whatCanBeBrokenIsAndWhatCannotIsNot(String threat, double slack) {
    for (int seed = 10; seed < 15; seed++) {
      float[] w = Victims.weights(GREY.features(), seed);
      float[] x = Victims.pixels(GREY.features(), seed);
      double best = best(threat, w);
      double clean = Oracle.dot(w, x);
      Oracle weak = Oracle.halfSpace(GREY, w, -clean - slack * best);
      int steps = weak.attack(new Square(5000), threat, x).steps()[0];
      assertThat(steps).isLessThan(5000);
      assertThat(weak.queries(100).get(steps - 1).margin()).isNegative();
      Oracle robust = Oracle.halfSpace(GREY, w, -clean - 1.001 * best);
      assertThat(robust.attack(new Square(1000), threat, x).steps()[0]).isEqualTo(1000);
    }
  }

  /** The share of the best rise that the attack finds on a sample that it can't break. */
  private static double reached(InputSpec input, float[] w, String threat, int queries) {
    float[] x = Victims.pixels(input.features(), 3);
    Oracle oracle = Oracle.halfSpace(input, w, -1000);
    Result found = oracle.attack(new Square(queries), threat, x);
    return (Oracle.dot(w, found.points()[0]) - Oracle.dot(w, x)) / best(threat, w);
  }

  private static double best(String threat, float[] w) {
    double epsilon = Double.parseDouble(threat.substring(threat.indexOf(':') + 1));
    String dual = threat.startsWith("linf") ? "l1:" : threat.startsWith("l1") ? "linf:" : "l2:";
    return epsilon * Places.norm(dual, w, new float[w.length]);
  }

  /** The sizes of the weights, positive on the left half of the image and negative on the right. */
  private static float[] halves(float[] w, InputSpec input) {
    int width = Plane.of(input).width();
    float[] halves = new float[w.length];
    for (int i = 0; i < w.length; i++) {
      halves[i] = (i % width < width / 2 ? 1 : -1) * (0.5f + Math.abs(w[i]));
    }
    return halves;
  }
}
