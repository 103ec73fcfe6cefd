package dev.redoubt.model.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.RandomStream;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Points never leave the box as it is written, whatever its bounds. */
class BoxCoordinatesTest {
  /** As many as the engine works on in vectors, and some more. */
  private static final int INPUTS = 37;

  private static float[] points(BoxCoordinates coordinates, float... u) {
    return Scope.value(() -> coordinates.points(Tensors.of(u, 1, u.length)).floats());
  }

  private static BoxCoordinates coordinates(double low, double high) {
    return BoxCoordinates.of(new InputBox(new double[] {low}, new double[] {high}), List.of(1));
  }

  /** Bounds of all sizes, some a few steps apart, some on the same side of zero. */
  private static double bound(RandomStream stream) {
    double size = Math.pow(10, -46 + 84 * stream.uniform());
    return switch (stream.below(4)) {
      case 0 -> 0;
      case 1 -> stream.gaussian();
      default -> stream.below(2) == 0 ? size : -size;
    };
  }

  @Property(tries = 300)
  void pointsStayInTheBox(
      @ForAll @IntRange(max = 1_000_000) int seed,
      @ForAll @DoubleRange(min = 0.01, max = 0.99) double level) {
    RandomStream stream = RandomStream.of(seed, -1, "box");
    double[] low = new double[INPUTS];
    double[] high = new double[INPUTS];
    float[] u = new float[INPUTS];
    for (int i = 0; i < INPUTS; i++) {
      double one = bound(stream);
      double near = one + Math.ulp((float) one) * 3 * stream.uniform();
      double other = stream.below(2) == 0 ? near : bound(stream);
      low[i] = Math.min(one, other);
      high[i] = Math.max(one, other);
      u[i] =
          switch (stream.below(4)) {
            case 0 -> 0;
            case 1 -> 1;
            default -> (float) stream.uniform();
          };
    }
    InputBox box = new InputBox(low, high);
    BoxCoordinates straight = BoxCoordinates.of(box, List.of(INPUTS));
    for (BoxCoordinates coordinates : List.of(straight, straight.atLevel(level))) {
      float[] x = points(coordinates, u);
      double[] exact = coordinates.exact(x);

      assertThat(box.contains(exact)).isTrue();
      for (int i = 0; i < INPUTS; i++) {
        assertThat((float) exact[i]).isEqualTo(x[i]);
        if (x[i] != exact[i]) { // then no number of 32 bits lies between the bounds
          float above =
              (float) high[i] > high[i] ? Math.nextDown((float) high[i]) : (float) high[i];
          assertThat((double) above).isLessThan(low[i]);
        }
      }
    }
  }

  @Test
  void endsAreTheOutermostNumbersInTheBox() {
    double low = 0.1; // as 32 bits a little more
    double high = 0.3; // as 32 bits a little more
    for (double level : new double[] {.5, .05, .9}) {
      BoxCoordinates coordinates = coordinates(low, high).atLevel(level);
      assertThat(points(coordinates, 0)).containsExactly(0.1f);
      assertThat(points(coordinates, 1)).containsExactly(Math.nextDown(0.3f));
    }
    assertThat(points(coordinates(-1, 1.5e-9), 1)[0]).isBetween(1.49e-9f, 1.5e-9f);
  }

  @Test
  void inputsOfOneValueStay() {
    assertThat(points(coordinates(.5, .5), .7f)).containsExactly(.5f);
    BoxCoordinates tenth = coordinates(.1, .1);
    assertThat(points(tenth, .7f)).containsExactly(.1f);
    assertThat(tenth.exact(new float[] {.1f})).containsExactly(.1);
  }

  @Test
  void levelIsWhereTheMiddleOfMostCoordinatesLies() {
    BoxCoordinates coordinates = coordinates(0, 10).atLevel(.1);
    assertThat(points(coordinates, 0)).containsExactly(0);
    assertThat(points(coordinates, .45f)[0]).isCloseTo(.5f, within(1e-5f));
    assertThat(points(coordinates, .9f)[0]).isCloseTo(1f, within(1e-5f));
    assertThat(points(coordinates, .95f)[0]).isCloseTo(5.5f, within(1e-4f));
  }

  /** At the ends too, where a step of an attack usually is. */
  @Test
  void gradientIsTheWidth() {
    BoxCoordinates coordinates = coordinates(0.1, 0.3);
    for (float at : new float[] {0, .25f, 1}) {
      assertThat(slope(coordinates, at)).isCloseTo(.2, within(1e-6));
    }
    assertThat(slope(coordinates.atLevel(.1), 0)).isCloseTo(.2 / 9, within(1e-6));
    assertThat(slope(coordinates.atLevel(.1), 1)).isCloseTo(.2 * 9, within(1e-5));
  }

  private static double slope(BoxCoordinates coordinates, float at) {
    return Scope.value(
        () -> {
          Tensor u = Autograd.variable(Tensors.of(new float[] {at}, 1, 1));
          return Autograd.grad(Reductions.sum(coordinates.points(u)), u).item();
        });
  }

  @Test
  void refusesWhatThirtyTwoBitsCannotSpan() {
    for (double high : new double[] {1e39, 3e38}) {
      assertThatThrownBy(() -> coordinates(-3e38, high))
          .isInstanceOf(BadInputException.class)
          .hasMessageStartingWith("input X_0 lies in [-3.0E38, ");
    }
    assertThat(Arrays.asList(coordinates(-1e38, 1e38))).hasSize(1);
  }
}
