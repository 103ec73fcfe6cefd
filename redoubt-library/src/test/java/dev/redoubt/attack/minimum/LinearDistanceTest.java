package dev.redoubt.attack.minimum;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.attack.Linear;
import dev.redoubt.attack.minimum.penalty.CarliniWagner;
import dev.redoubt.attack.minimum.penalty.CarliniWagnerLinf;
import dev.redoubt.attack.minimum.penalty.Ead;
import dev.redoubt.threat.InputDomain;
import dev.redoubt.threat.L0;
import dev.redoubt.threat.L1;
import dev.redoubt.threat.L2;
import dev.redoubt.threat.Linf;
import dev.redoubt.threat.Norm;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Linear logits, where the distances to the boundaries are known. */
class LinearDistanceTest {
  private static final int FEATURES = 6;
  private static final int ROWS = 8;

  /** So wide that no way to a boundary ends at a side. */
  private static final InputDomain WIDE = new InputDomain(-1.5, 2.5);

  /** With which boundaries are straight up to the others, for losses that mix classes. */
  private static final float SHARP = 40;

  /** What DeepFool goes beyond the boundary on purpose, in widths of the box. */
  private static final double BEYOND = 1.1e-4;

  /** What the last steps of Adam may go to and fro by. */
  private static final double TO_AND_FRO = 1e-3;

  /**
   * An attack in a norm, and what it may miss of the distance.
   *
   * @param excess the share by which the point found may be farther away than the nearest
   * @param widths and in widths of the box
   */
  private record Case(NearestByGradient attack, Norm norm, double excess, double widths) {}

  private static Stream<Case> cases() {
    return Stream.of(
        new Case(new Ddn(200), new L2(), 0.01, 0),
        new Case(new DeepFool(), new L2(), 0.02, BEYOND),
        new Case(new DeepFool(), new Linf(), 0.02, BEYOND),
        new Case(new Fmn(200), new L2(), 0.01, 0),
        new Case(new Fmn(200), new Linf(), 0.01, 0),
        new Case(new Fmn(200), new L1(), 0.01, 0),
        // Features are counted, and the best set of them is not always found.
        new Case(new Fmn(200), new L0(), 0.5, 0),
        new Case(new CarliniWagner(500, 10, 1e-3, 0.02, 0, true), new L2(), 0.03, 0),
        // The elastic net is not L1 alone.
        new Case(new Ead(300, 10, 1e-3, 0.01, 0.03, 0, Ead.Rule.L1, true), new L1(), 0.08, 0),
        new Case(
            new CarliniWagnerLinf(400, 1e-3, 20, 0.9, 1e-4, 0.02, 0, true),
            new Linf(),
            0.15,
            TO_AND_FRO));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void reachesTheBoundaryOfTwoClassesByTheShortestWay(Case tried) {
    for (InputDomain domain : List.of(WIDE, new InputDomain(0, 1))) {
      Linear linear = Linear.drawn(2, ROWS, FEATURES, 3, domain).sharpened(SHARP);
      double[] found = linear.distances(tried.attack(), tried.norm());
      for (int row = 0; row < ROWS; row++) {
        check(tried, linear, row, found[row], linear.nearest(tried.norm(), row));
      }
    }
  }

  /** Gradients need not lead to the nearest of several classes, but to where they lead straight. */
  @ParameterizedTest
  @MethodSource("cases")
  void reachesTheBoundaryOfTheClassThatItGoesToByTheShortestWay(Case tried) {
    for (int classes : new int[] {3, 5}) {
      Linear linear = Linear.drawn(classes, ROWS, FEATURES, classes, WIDE).sharpened(SHARP);
      float[] points = linear.closest(tried.attack(), tried.norm());
      double[] found = linear.distances(tried.norm(), points);
      for (int row = 0; row < ROWS; row++) {
        int other = linear.predicted(row, points);
        check(tried, linear, row, found[row], linear.distance(tried.norm(), row, other));
      }
    }
  }

  private static void check(Case tried, Linear linear, int row, double found, double expected) {
    double nearest = Double.isInfinite(expected) ? 0 : expected;
    double width = linear.domain().high() - linear.domain().low();
    assertThat(found)
        .as("%s in %s, row %d", tried.attack().name(), tried.norm().name(), row)
        .isBetween(nearest * (1 - 1e-4), nearest * (1 + tried.excess()) + tried.widths() * width);
  }
}
