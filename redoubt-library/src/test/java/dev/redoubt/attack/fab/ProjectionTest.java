package dev.redoubt.attack.fab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.BoxedPlane;
import dev.redoubt.attack.Victims;
import dev.redoubt.tensor.RandomStream;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.threat.InputDomain;
import dev.redoubt.threat.L0;
import dev.redoubt.threat.L1;
import dev.redoubt.threat.L2;
import dev.redoubt.threat.Linf;
import dev.redoubt.threat.Norm;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ProjectionTest {
  private static final List<Norm> NORMS = List.of(new Linf(), new L2(), new L1());
  private static final InputDomain UNIT = new InputDomain(0, 1);

  /** Rows of which some lie behind the hyperplane, on it, and out of its reach. */
  @Property(tries = 25)
  void reachesTheHyperplaneByTheShortestWayInTheBox(
      @ForAll @IntRange(max = 100_000) int seed, @ForAll @IntRange(min = 1, max = 9) int features) {
    int rows = 12;
    float[] w = Victims.weights(rows * features, seed);
    float[] x = Victims.pixels(rows * features, seed);
    float[] rises = rises(w, x, rows, seed);
    for (Norm norm : NORMS) {
      float[] shifts = shift(norm, UNIT, w, x, rises);
      for (int row = 0; row < rows; row++) {
        BoxedPlane plane = BoxedPlane.ofRow(w, x, rises[row], row, features, UNIT);
        check(norm, plane, part(shifts, row, features));
      }
    }
  }

  @Property(tries = 25)
  void noOtherPointOfTheHyperplaneInTheBoxIsNearer(
      @ForAll @IntRange(max = 100_000) int seed, @ForAll @IntRange(min = 2, max = 5) int features) {
    float[] w = Victims.weights(features, seed);
    float[] x = Victims.pixels(features, seed);
    float rise = rises(w, x, 1, seed)[0];
    BoxedPlane plane = BoxedPlane.ofRow(w, x, rise, 0, features, UNIT);
    RandomStream stream = RandomStream.of(seed, 0, "points");
    for (Norm norm : NORMS) {
      double length = plane.length(norm, shift(norm, UNIT, w, x, new float[] {rise}));
      for (int i = 0; i < 300; i++) {
        double[] below = plane.randomPoint(stream);
        double[] above = plane.randomPoint(stream);
        double a = plane.product(below);
        double b = plane.product(above);
        if ((a - rise) * (b - rise) < 0) {
          double share = (rise - a) / (b - a);
          double[] on = new double[features];
          Arrays.setAll(on, j -> below[j] + share * (above[j] - below[j]));
          assertThat(plane.length(norm, on)).as(norm.name()).isGreaterThan(length - 1e-5);
        }
      }
    }
  }

  /** Many rows of images, so that rows arrive at different times and some are let go early. */
  @Example
  void imagesByTheHundred() {
    int rows = 400;
    int features = 784;
    float[] w = Victims.weights(rows * features, 7);
    for (int i = 0; i < w.length; i++) {
      w[i] *= w[i] * w[i]; // a few large gradients among many small ones, as networks have them
    }
    float[] x = Victims.pixels(rows * features, 7);
    float[] rises = rises(w, x, rows, 7);
    for (Norm norm : NORMS) {
      float[] shifts = shift(norm, UNIT, w, x, rises);
      for (int row = 0; row < rows; row++) {
        BoxedPlane plane = BoxedPlane.ofRow(w, x, rises[row], row, features, UNIT);
        check(norm, plane, part(shifts, row, features));
      }
    }
  }

  @Property(tries = 10)
  void theBoxIsTheDomains(@ForAll @IntRange(max = 100_000) int seed) {
    int features = 6;
    InputDomain domain = new InputDomain(-3, 5);
    float[] w = Victims.weights(features, seed);
    float[] x = Victims.pixels(features, seed);
    for (int i = 0; i < features; i++) {
      x[i] = 8 * x[i] - 3;
    }
    float rise = (seed % 2 == 0 ? 1 : -1) * 0.1f * (seed % 200);
    for (Norm norm : NORMS) {
      float[] shift = shift(norm, domain, w, x, new float[] {rise});
      check(norm, BoxedPlane.ofRow(w, x, rise, 0, features, domain), shift);
    }
  }

  @Property(tries = 10)
  void aRowDoesNotDependOnItsBatch(@ForAll @IntRange(max = 100_000) int seed) {
    int rows = 9;
    int features = 5;
    float[] w = Victims.weights(rows * features, seed);
    float[] x = Victims.pixels(rows * features, seed);
    float[] rises = rises(w, x, rows, seed);
    for (Norm norm : NORMS) {
      float[] together = shift(norm, UNIT, w, x, rises);
      for (int row = 0; row < rows; row++) {
        float[] alone =
            shift(
                norm,
                UNIT,
                part(w, row, features),
                part(x, row, features),
                new float[] {rises[row]});
        assertThat(part(together, row, features))
            .as(norm.name())
            .containsExactly(alone, within(1e-6f));
      }
    }
  }

  /** A network may be confident to the point of gradients near the smallest float. */
  @Example
  void theSizeOfTheGradientDoesNotMatter() {
    float[] x = {0.2f, 0.9f, 0.4f, 0.6f};
    for (Norm norm : NORMS) {
      float[] expected = shift(norm, UNIT, new float[] {1, -2, 0.5f, 3}, x, new float[] {2.9f});
      for (float scale : new float[] {1e-25f, 1e10f}) {
        float[] w = {scale, -2 * scale, 0.5f * scale, 3 * scale};
        assertThat(shift(norm, UNIT, w, x, new float[] {2.9f * scale}))
            .as(norm.name())
            .containsExactly(expected, within(2e-5f));
      }
    }
  }

  @Example
  void rowsWithoutADirectionOrAGoalStay() {
    float nan = Float.NaN;
    float[] w = {0, 0, 1, -1, 1e-37f, -1e-37f, 1, 2, 1, 2};
    float[] x = {0, 1, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0, 0};
    for (Norm norm : NORMS) {
      float[] shifts = shift(norm, UNIT, w, x, new float[] {1, 0, 1, nan, -1});
      assertThat(shifts).as(norm.name()).containsExactly(new float[10], within(0f));
    }
  }

  @Example
  void featuresWithoutAGradientStay() {
    float[] w = {0, 2, 0, -1};
    float[] x = {0.5f, 0.5f, 0.5f, 0.5f};
    for (Norm norm : NORMS) {
      for (float rise : new float[] {0.3f, -0.3f, 9, -9}) {
        float[] shift = shift(norm, UNIT, w, x, new float[] {rise});
        assertThat(new float[] {shift[0], shift[2]})
            .as(norm.name())
            .containsExactly(new float[2], within(0f));
      }
    }
  }

  @Example
  void l0HasNone() {
    assertThatThrownBy(() -> Projection.in(new L0(), UNIT))
        .isInstanceOf(BadInputException.class)
        .hasMessage("there is no projection onto hyperplanes in l0");
  }

  private static void check(Norm norm, BoxedPlane plane, float[] shift) {
    double goal = plane.reachable();
    assertThat(plane.product(shift))
        .as("%s: %s", norm.name(), plane)
        .isCloseTo(goal, within(2e-5 * Math.abs(goal) + 1e-30));
    plane.checkInside(shift);
    // Where features are near their bounds the length reacts strongly to what is reached.
    BoxedPlane reached = new BoxedPlane(plane.w(), plane.low(), plane.high(), plane.product(shift));
    double expected = (plane.isOutOfReach() ? plane : reached).shortest(norm);
    assertThat(plane.length(norm, shift))
        .as("%s: %s", norm.name(), plane)
        .isCloseTo(expected, within(1e-5 * expected + 1e-7));
  }

  private static float[] shift(Norm norm, InputDomain domain, float[] w, float[] x, float[] rise) {
    int features = w.length / rise.length;
    return Scope.value(
        () ->
            Projection.in(norm, domain)
                .onto(Tensors.of(w, rise.length, features))
                .shift(Tensors.of(x, rise.length, features), Tensors.of(rise, rise.length))
                .floats());
  }

  /** From far out of reach on one side to the same on the other, with many small ones. */
  private static float[] rises(float[] w, float[] x, int rows, int seed) {
    int features = w.length / rows;
    RandomStream stream = RandomStream.of(seed, -1, "rises");
    float[] rises = new float[rows];
    for (int row = 0; row < rows; row++) {
      double share = Math.pow(stream.uniform() * 1.15, 3);
      double sign = stream.uniform() < 0.5 ? -1 : 1;
      BoxedPlane far = BoxedPlane.ofRow(w, x, (float) (sign * 1e9), row, features, UNIT);
      rises[row] = (float) (share * far.reachable());
    }
    return rises;
  }

  private static float[] part(float[] values, int row, int features) {
    return Arrays.copyOfRange(values, row * features, (row + 1) * features);
  }
}
