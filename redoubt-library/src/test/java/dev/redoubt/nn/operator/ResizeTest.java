package dev.redoubt.nn.operator;

import static dev.redoubt.nn.operator.Operators.assertSame;
import static dev.redoubt.nn.operator.Operators.floats;
import static dev.redoubt.nn.operator.Operators.run;

import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Resizing against ONNX Runtime: every kind, coordinate rule and rounding, up and down. */
class ResizeTest {
  /** Height and width of the input, and scales. */
  private static final double[][] SIZES = {
    {4, 6, 2, 2},
    {5, 7, 2.6, 1.4},
    {6, 9, .5, 1 / 3d},
    {7, 8, .61, .8},
    {3, 5, 1, 3},
    {4, 4, .3, .25}
  };

  /**
   * All but the coordinates that ONNX took away again: opset 11 is held to the runtime elsewhere.
   */
  static Stream<Arguments> cases() {
    return Stream.of(Resampling.Coordinates.values())
        .filter(coordinates -> coordinates != Resampling.Coordinates.TF_HALF_PIXEL_FOR_NN)
        .flatMap(
            coordinates ->
                Stream.concat(
                    Stream.of(Resampling.Rounding.values())
                        .map(
                            rounding ->
                                Arguments.of(
                                    new Resampling(
                                        Resampling.Kind.NEAREST,
                                        coordinates,
                                        rounding,
                                        0,
                                        false,
                                        false))),
                    Stream.of(
                            of(Resampling.Kind.LINEAR, coordinates, 0, false, false),
                            of(Resampling.Kind.CUBIC, coordinates, -.75, false, false),
                            of(Resampling.Kind.CUBIC, coordinates, -.5, true, false),
                            of(Resampling.Kind.LINEAR, coordinates, 0, false, true),
                            of(Resampling.Kind.LINEAR, coordinates, 0, true, true),
                            of(Resampling.Kind.CUBIC, coordinates, -.75, false, true),
                            of(Resampling.Kind.CUBIC, coordinates, -.5, true, true))
                        .map(Arguments::of)));
  }

  private static Resampling of(
      Resampling.Kind kind,
      Resampling.Coordinates coordinates,
      double cubic,
      boolean excludeOutside,
      boolean antialias) {
    return new Resampling(
        kind,
        coordinates,
        Resampling.Rounding.ROUND_PREFER_FLOOR,
        cubic,
        excludeOutside,
        antialias);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void agreesWithOnnxRuntime(Resampling resampling) {
    for (double[] size : SIZES) {
      Tensor x = floats(2, 3, (long) size[0], (long) size[1]);
      Tensor expected =
          OnnxNode.of("Resize", 19)
              .setText("mode", lower(resampling.kind()))
              .setText("coordinate_transformation_mode", lower(resampling.coordinates()))
              .setText("nearest_mode", lower(resampling.rounding()))
              .setFloat("cubic_coeff_a", resampling.cubicCoefficient())
              .setInt("exclude_outside", resampling.excludeOutside() ? 1 : 0)
              .setInt("antialias", resampling.antialias() ? 1 : 0)
              .in(x)
              .withoutInput()
              .in(Tensors.of(new float[] {1, 1, (float) size[2], (float) size[3]}, 4))
              .run();
      Tensor actual = x;
      for (int axis = 2; axis < 4; axis++) {
        int length = Math.toIntExact(expected.size(axis));
        actual = run(new Resize(axis, length, size[axis], resampling), actual);
      }
      assertSame(actual, expected);
    }
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
