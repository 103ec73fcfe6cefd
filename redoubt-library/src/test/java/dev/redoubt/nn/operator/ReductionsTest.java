package dev.redoubt.nn.operator;

import static dev.redoubt.nn.operator.Operators.assertSame;
import static dev.redoubt.nn.operator.Operators.between;
import static dev.redoubt.nn.operator.Operators.integers;
import static dev.redoubt.nn.operator.Operators.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Reductions and orders, against ONNX Runtime and by hand. */
class ReductionsTest {
  private static final Map<Reduce.Kind, String> NAMES =
      Map.of(
          Reduce.Kind.MEAN, "ReduceMean",
          Reduce.Kind.SUM, "ReduceSum",
          Reduce.Kind.MAX, "ReduceMax",
          Reduce.Kind.MIN, "ReduceMin",
          Reduce.Kind.PROD, "ReduceProd",
          Reduce.Kind.L1, "ReduceL1",
          Reduce.Kind.L2, "ReduceL2",
          Reduce.Kind.SUM_SQUARE, "ReduceSumSquare",
          Reduce.Kind.LOG_SUM, "ReduceLogSum",
          Reduce.Kind.LOG_SUM_EXP, "ReduceLogSumExp");

  private static OnnxNode node(Reduce.Kind kind, boolean keep) {
    return OnnxNode.of(NAMES.getOrDefault(kind, ""), 18).setInt("keepdims", keep ? 1 : 0);
  }

  @ParameterizedTest
  @EnumSource
  void agreesWithOnnxRuntime(Reduce.Kind kind) {
    boolean logarithm = kind == Reduce.Kind.LOG_SUM;
    Tensor x = between(logarithm ? .1 : -2, 2, 2, 3, 4, 5);
    for (boolean keep : new boolean[] {true, false}) {
      for (List<Integer> axes : List.of(List.of(1), List.of(3, 1), List.of(0, 2, 3))) {
        long[] wanted = axes.stream().mapToLong(Integer::longValue).toArray();
        assertSame(run(new Reduce(kind, axes, keep), x), node(kind, keep).in(x).in(wanted).run());
      }
      assertSame(run(new Reduce(kind, List.of(), keep), x), node(kind, keep).in(x).run());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SUM", "MAX", "MIN", "PROD", "L1", "SUM_SQUARE"})
  void integersStayIntegers(Reduce.Kind kind) {
    Tensor x = integers(-5, 6, 2, 3, 4);
    assertSame(
        run(new Reduce(kind, List.of(0, 2), false), x), node(kind, false).in(x).in(0, 2).run());
  }

  @Test
  void integersAreTruncatedWhereTheValueIsNone() {
    Tensor x = Tensors.of(new long[] {-4, -3, 1, 5}, 2, 2);

    assertThat(run(new Reduce(Reduce.Kind.MEAN, List.of(1), false), x).longs())
        .containsExactly(-3, 3);
    assertThat(run(new Reduce(Reduce.Kind.L2, List.of(1), false), x).longs()).containsExactly(5, 5);
  }

  @ParameterizedTest
  @CsvSource({"0, true, false", "1, false, true", "2, true, true", "2, false, false"})
  void whereTheLargestStands(int axis, boolean keep, boolean last) {
    Tensor x = integers(-2, 3, 3, 4, 6);
    assertSame(
        new ArgMax(axis, keep, last),
        OnnxNode.of("ArgMax", 13)
            .setInt("axis", axis)
            .setInt("keepdims", keep ? 1 : 0)
            .setInt("select_last_index", last ? 1 : 0),
        List.of(x.to(DType.FLOAT32)));
  }

  @ParameterizedTest
  @CsvSource({
    "0, true, VALUES",
    "1, true, INDICES",
    "2, false, VALUES",
    "2, false, INDICES",
    "2, true, INDICES"
  })
  void theLargestAndTheSmallest(int axis, boolean largest, TopK.Part part) {
    // many equals, and more than the 16 elements up to which any sort keeps their order
    Tensor x = integers(-3, 4, 3, 4, 40);
    for (int k : new int[] {1, 3}) {
      assertSame(
          run(new TopK(k, axis, largest, part), x),
          OnnxNode.of("TopK", 11)
              .setInt("axis", axis)
              .setInt("largest", largest ? 1 : 0)
              .in(x)
              .in(k)
              .run(part == TopK.Part.VALUES ? 0 : 1, 2));
    }
  }

  @Test
  void tooManyAreRefused() {
    assertThatThrownBy(() -> run(new TopK(4, 0, true, TopK.Part.VALUES), Tensors.ofLongs(1, 2, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no 4 elements");
  }

  @ParameterizedTest
  @CsvSource({
    "0, false, false",
    "1, true, false",
    "2, false, true",
    "2, true, true",
    "1, false, false"
  })
  void runningSums(int axis, boolean exclusive, boolean reverse) {
    for (Tensor x : List.of(between(-1, 1, 2, 3, 5), integers(-9, 9, 2, 3, 5))) {
      assertSame(
          run(new CumSum(axis, exclusive, reverse), x),
          OnnxNode.of("CumSum", 14)
              .setInt("exclusive", exclusive ? 1 : 0)
              .setInt("reverse", reverse ? 1 : 0)
              .in(x)
              .in(Tensors.of(new long[] {axis}))
              .run());
    }
  }

  @Test
  void exclusiveSumsAreExact() {
    Tensor x = Tensors.of(new float[] {1, 1e10f, 1}, 3);
    assertThat(run(new CumSum(0, true, false), x).floats()).containsExactly(0, 1, 1e10f);
    long[] ones = LongStream.range(0, 4).map(i -> 1).toArray();
    assertThat(run(new CumSum(0, true, true), Tensors.ofLongs(ones)).longs())
        .containsExactly(3, 2, 1, 0);
  }
}
