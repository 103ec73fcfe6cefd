package dev.redoubt.nn.operator;

import static dev.redoubt.nn.operator.Operators.assertSame;
import static dev.redoubt.nn.operator.Operators.floats;
import static dev.redoubt.nn.operator.Operators.integers;
import static dev.redoubt.nn.operator.Operators.run;
import static dev.redoubt.nn.operator.Operators.truths;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Operators that move elements, against ONNX Runtime. */
class ShapesTest {
  private static final Tensor X = floats(2, 3, 5);

  private static Tensor of(DType type) {
    return switch (type) {
      case FLOAT32, FLOAT64 -> X.to(type);
      case INT64 -> integers(-9, 9, 2, 3, 5);
      case BOOL -> truths(2, 3, 5);
    };
  }

  @ParameterizedTest
  @CsvSource({
    "0, 5, 1",
    "1, 4, 2",
    "-2, 9223372036854775807, 1",
    "-100, 100, 3",
    "4, -100, -1",
    "-1, -9223372036854775808, -2",
    "100, 1, -1",
    "3, 0, -2",
    "3, -1, -1",
    "-1, -4, -1",
    "2, 2, 1",
    "4, 2, 1",
    "1, 3, -1",
    "0, -9223372036854775808, -1",
    "0, 9223372036854775807, 9223372036854775807",
    "4, -9223372036854775808, -2147483648",
  })
  void slices(long start, long end, long step) {
    assertSame(
        run(new Slice(2, start, end, step), X),
        OnnxNode.of("Slice", 13).in(X).in(start).in(end).in(2).in(step).run());
  }

  @ParameterizedTest
  @EnumSource
  void slicesOfEveryTypeBothWays(DType type) {
    Tensor x = of(type);
    for (long step : new long[] {2, -2}) {
      long start = step > 0 ? 0 : -1;
      long end = step > 0 ? 5 : -100;
      assertSame(
          run(new Slice(2, start, end, step), x),
          OnnxNode.of("Slice", 13).in(x).in(start).in(end).in(2).in(step).run());
    }
  }

  @Test
  void slicesOfNothingAreEmpty() {
    Tensor empty = Tensors.zeros(DType.FLOAT32, 0, 3);
    assertThat(run(new Slice(0, 0, 5, 1), empty).shape()).containsExactly(0, 3);
    assertThat(run(new Slice(0, -1, -100, -1), empty).shape()).containsExactly(0, 3);
    assertThatThrownBy(() -> new Slice(0, 0, 1, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @EnumSource
  void gathersAlongEachAxis(DType type) {
    Tensor x = of(type);
    Tensor places = Tensors.of(new long[] {0, -1, 1, -2, 1, 0}, 2, 3);
    for (int axis = 0; axis < 3; axis++) {
      assertSame(
          new Gather(axis), OnnxNode.of("Gather", 13).setInt("axis", axis), List.of(x, places));
    }
    assertSame(
        new Gather(1),
        OnnxNode.of("Gather", 13).setInt("axis", 1),
        List.of(x, Tensors.of(new long[] {-2})));
  }

  @Test
  void gatherRefusesPlacesThatAreNotThere() {
    assertThatThrownBy(() -> run(new Gather(1), X, Tensors.ofLongs(3)))
        .isInstanceOf(RuntimeException.class);
    assertThatThrownBy(() -> run(new Gather(1), X, Tensors.ofLongs(-4)))
        .isInstanceOf(RuntimeException.class);
  }

  @ParameterizedTest
  @EnumSource
  void reordersAndReshapes(DType type) {
    Tensor x = of(type);
    assertSame(
        new Permute(List.of(2, 0, 1)),
        OnnxNode.of("Transpose", 13).set("perm", 2, 0, 1),
        List.of(x));
    assertSame(
        run(new Reshape(List.of(5L, -1L, 2L)), x),
        OnnxNode.of("Reshape", 13).in(x).in(5, -1, 2).run());
    assertSame(
        run(new Tile(List.of(2L, 1L, 3L)), x), OnnxNode.of("Tile", 13).in(x).in(2, 1, 3).run());
    assertSame(new Concat(1), OnnxNode.of("Concat", 13).setInt("axis", 1), List.of(x, x));
    assertSame(new Flatten(), OnnxNode.of("Flatten", 13), List.of(x));
  }

  @Test
  void flattensVectors() {
    assertSame(new Flatten(), OnnxNode.of("Flatten", 13), List.of(floats(4)));
  }

  @Test
  void expandsInBothDirections() {
    Tensor x = floats(3, 1, 4);
    Extent whole = new Extent(1, false);
    assertSame(
        run(
            new Expand(List.of(new Extent(2, true), whole, new Extent(5, false), whole)),
            x,
            floats(7, 9)),
        OnnxNode.of("Expand", 13).in(x).in(14, 1, 5, 1).run());
    assertSame(
        run(new Expand(List.of(new Extent(4, false))), x, floats(7)),
        OnnxNode.of("Expand", 13).in(x).in(4).run());
    assertSame(
        run(new Expand(List.of(new Extent(1, true), whole)), floats(1, 4), floats(0, 2)),
        Tensors.zeros(DType.FLOAT32, 0, 4));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 0", "2, 0", "3, 0", "0, 1", "2, 1", "3, 1"})
  void oneHot(int axis, int integersToo) {
    Tensor places = Tensors.of(new long[] {0, 2, -1, 7, -9, 3}, 1, 2, 3);
    Tensor values =
        integersToo == 1 ? Tensors.ofLongs(-4, 9) : Tensors.of(new float[] {.25f, 3}, 2);
    assertSame(
        run(new OneHot(4, axis), places, values),
        OnnxNode.of("OneHot", 11).setInt("axis", axis).in(places).in(4).in(values).run());
  }

  @Test
  void constants() {
    Tensor value = floats(2, 2);
    Tensor given = run(new Constant(List.of(2L, 2L)), Map.of("value", value));
    assertSame(given, value);
    given.close();
    assertThat(value.floats()).hasSize(4);

    Tensor integers = run(new IntConstant(List.of(3L, 1L), List.of(4L, -5L, Long.MIN_VALUE)));
    assertThat(integers.shape()).containsExactly(3, 1);
    assertThat(integers.longs()).containsExactly(4, -5, Long.MIN_VALUE);
    assertThat(run(new IntConstant(List.of(), List.of(6L))).rank()).isZero();
    assertThatThrownBy(() -> new IntConstant(List.of(2L), List.of(1L)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void casts() {
    Tensor x = Tensors.of(new float[] {-2.7f, -.5f, 0, .5f, 2.7f}, 5);
    Tensor like = Tensors.zeros(DType.FLOAT64, 1);

    assertThat(run(new Cast(Cast.Target.FLOATING), x, like).dtype()).isEqualTo(DType.FLOAT64);
    Tensor integers = run(new Cast(Cast.Target.INTEGER), x, like);
    assertThat(integers.dtype()).isEqualTo(DType.INT64);
    assertThat(integers.longs()).containsExactly(-2, 0, 0, 0, 2);
    Tensor truths = run(new Cast(Cast.Target.BOOLEAN), x, like);
    assertThat(truths.dtype()).isEqualTo(DType.BOOL);
    assertThat(truths.longs()).containsExactly(1, 1, 0, 1, 1);
    assertThat(run(new Cast(Cast.Target.FLOATING), truths, like).doubles())
        .containsExactly(1, 1, 0, 1, 1);
  }
}
