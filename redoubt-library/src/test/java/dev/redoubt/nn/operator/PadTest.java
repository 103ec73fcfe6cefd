package dev.redoubt.nn.operator;

import static dev.redoubt.nn.operator.Operators.assertSame;
import static dev.redoubt.nn.operator.Operators.floats;
import static dev.redoubt.nn.operator.Operators.integers;
import static dev.redoubt.nn.operator.Operators.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Borders, against ONNX Runtime and by hand. */
class PadTest {
  private static Pad pad(Pad.Border border, double value, long... amounts) {
    int rank = amounts.length / 2;
    List<Long> all = java.util.Arrays.stream(amounts).boxed().toList();
    return new Pad(all.subList(0, rank), all.subList(rank, 2 * rank), border, value);
  }

  @ParameterizedTest
  @EnumSource
  void agreesWithOnnxRuntime(Pad.Border border) {
    Tensor x = floats(2, 3, 4, 5);
    long[][] amounts = {
      {0, 0, 1, 2, 0, 0, 3, 1}, {1, 0, 0, 3, 0, 2, 0, 4}, {0, 0, 0, 0, 0, 0, 0, 0}
    };
    for (long[] amount : amounts) {
      assertSame(
          run(pad(border, 1.5, amount), x),
          OnnxNode.of("Pad", 19)
              .setText("mode", border.name().toLowerCase(Locale.ROOT))
              .in(x)
              .in(amount)
              .in(Tensors.scalar(1.5))
              .run());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"CONSTANT", "EDGE"})
  void negativeAmountsCrop(Pad.Border border) {
    Tensor x = floats(2, 3, 4, 5);
    for (long[] amount : new long[][] {{0, 0, -1, 0, 0, 0, 0, -2}, {0, 0, -1, 1, 0, -1, 2, -1}}) {
      assertSame(
          run(pad(border, 1.5, amount), x),
          OnnxNode.of("Pad", 19)
              .setText("mode", border.name().toLowerCase(Locale.ROOT))
              .in(x)
              .in(amount)
              .in(Tensors.scalar(1.5))
              .run());
    }
  }

  @Test
  void croppingComesBeforeRepeating() {
    Tensor x = Tensors.ofLongs(1, 2, 3, 4, 5);

    assertThat(run(pad(Pad.Border.EDGE, 0, -1, 2), x).longs()).containsExactly(2, 3, 4, 5, 5, 5);
    assertThat(run(pad(Pad.Border.REFLECT, 0, 2, -1), x).longs()).containsExactly(3, 2, 1, 2, 3, 4);
    assertThat(run(pad(Pad.Border.WRAP, 0, -2, 4), x).longs()).containsExactly(3, 4, 5, 3, 4, 5, 3);
    assertThat(run(pad(Pad.Border.CONSTANT, 9, -1, 1), x).longs()).containsExactly(2, 3, 4, 5, 9);
  }

  @Test
  void bordersMayBeWiderThanTheInside() {
    Tensor x = Tensors.ofLongs(1, 2, 3);

    assertThat(run(pad(Pad.Border.REFLECT, 0, 5, 3), x).longs())
        .containsExactly(2, 1, 2, 3, 2, 1, 2, 3, 2, 1, 2);
    assertThat(run(pad(Pad.Border.WRAP, 0, 4, 4), x).longs())
        .containsExactly(3, 1, 2, 3, 1, 2, 3, 1, 2, 3, 1);
    assertThat(run(pad(Pad.Border.REFLECT, 0, 1, 1), Tensors.ofLongs(7)).longs())
        .containsExactly(7, 7, 7);
  }

  @Test
  void otherTypesAndEmptyBatches() {
    Tensor integers = integers(-5, 5, 2, 3);
    assertThat(run(pad(Pad.Border.CONSTANT, 3, 0, 1, 0, 0), integers).dtype())
        .isEqualTo(DType.INT64);
    Tensor infinite =
        run(
            pad(Pad.Border.CONSTANT, Double.NEGATIVE_INFINITY, 0, 1),
            Tensors.of(new double[] {1}, 1));
    assertThat(infinite.doubles()).containsExactly(1, Double.NEGATIVE_INFINITY);
    Tensor empty = Tensors.zeros(DType.FLOAT32, 0, 3);
    for (Pad.Border border : Pad.Border.values()) {
      assertThat(run(pad(border, 0, 0, 1, 0, 1), empty).shape()).containsExactly(0, 5);
    }
    assertThatThrownBy(() -> run(pad(Pad.Border.EDGE, 0, 1, 0, 0, 0), empty))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("dimension 0");
  }
}
