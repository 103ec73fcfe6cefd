package dev.redoubt.nn.operator;

import static dev.redoubt.nn.operator.Operators.assertSame;
import static dev.redoubt.nn.operator.Operators.between;
import static dev.redoubt.nn.operator.Operators.floats;
import static dev.redoubt.nn.operator.Operators.integers;
import static dev.redoubt.nn.operator.Operators.run;
import static dev.redoubt.nn.operator.Operators.truths;
import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.nn.Operator;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Operators of two and three inputs, which broadcast, against ONNX Runtime. */
class ArithmeticTest {
  private static final Tensor A = floats(2, 3, 4);
  private static final Tensor B = floats(3, 1);
  private static final Tensor POSITIVE = between(.1, 2, 2, 3, 4);
  private static final Tensor I = integers(-9, 10, 2, 3, 4);
  private static final Tensor J = integers(1, 5, 3, 1);
  private static final Tensor P = truths(2, 3, 4);
  private static final Tensor Q = truths(3, 1);

  static Stream<Arguments> cases() {
    return Stream.of(
        Arguments.of(new Add(), "Add", List.of(A, B)),
        Arguments.of(new Add(), "Add", List.of(I, J)),
        Arguments.of(new Subtract(), "Sub", List.of(B, A)),
        Arguments.of(new Subtract(), "Sub", List.of(I, J)),
        Arguments.of(new Multiply(), "Mul", List.of(A, B)),
        Arguments.of(new Multiply(), "Mul", List.of(I, J)),
        Arguments.of(new Divide(), "Div", List.of(A, POSITIVE)),
        Arguments.of(new Divide(), "Div", List.of(I, J)),
        Arguments.of(new Power(), "Pow", List.of(POSITIVE, A)),
        Arguments.of(new Power(), "Pow", List.of(A, J)),
        Arguments.of(new Power(), "Pow", List.of(POSITIVE, A.to(DType.FLOAT64))),
        Arguments.of(new Power(), "Pow", List.of(I, J)),
        Arguments.of(new Power(), "Pow", List.of(I, Tensors.scalar(2))),
        Arguments.of(new Minimum(), "Min", List.of(A, B)),
        Arguments.of(new Minimum(), "Min", List.of(I, J)),
        Arguments.of(new Maximum(), "Max", List.of(A, B)),
        Arguments.of(new Maximum(), "Max", List.of(I, J)),
        Arguments.of(new Compare(Compare.Relation.EQUAL), "Equal", List.of(I, J)),
        Arguments.of(new Compare(Compare.Relation.EQUAL), "Equal", List.of(P, Q)),
        Arguments.of(new Compare(Compare.Relation.EQUAL), "Equal", List.of(A, A)),
        Arguments.of(new Compare(Compare.Relation.LESS), "Less", List.of(A, B)),
        Arguments.of(new Compare(Compare.Relation.LESS), "Less", List.of(I, J)),
        Arguments.of(new Compare(Compare.Relation.LESS_OR_EQUAL), "LessOrEqual", List.of(I, J)),
        Arguments.of(new Compare(Compare.Relation.GREATER), "Greater", List.of(I, J)),
        Arguments.of(
            new Compare(Compare.Relation.GREATER_OR_EQUAL), "GreaterOrEqual", List.of(I, J)),
        Arguments.of(new Logic(Logic.Connective.AND), "And", List.of(P, Q)),
        Arguments.of(new Logic(Logic.Connective.OR), "Or", List.of(P, Q)),
        Arguments.of(new Logic(Logic.Connective.XOR), "Xor", List.of(P, Q)),
        Arguments.of(new Not(), "Not", List.of(P)),
        Arguments.of(new Where(), "Where", List.of(P, B, A)),
        Arguments.of(new Where(), "Where", List.of(Q, I, J)),
        Arguments.of(new PRelu(), "PRelu", List.of(A, B)),
        Arguments.of(new MatMul(), "MatMul", List.of(A, floats(2, 4, 5))),
        Arguments.of(new MatMul(), "MatMul", List.of(A, floats(4, 5))),
        Arguments.of(new MatMul(), "MatMul", List.of(A, floats(4))),
        Arguments.of(new MatMul(), "MatMul", List.of(floats(3), A)),
        Arguments.of(new MatMul(), "MatMul", List.of(floats(5, 1, 2, 3), A)),
        Arguments.of(new MatMul(), "MatMul", List.of(I, integers(-3, 3, 4, 2))));
  }

  @ParameterizedTest(name = "{0} {2}")
  @MethodSource("cases")
  void agreesWithOnnxRuntime(Operator operator, String type, List<Tensor> inputs) {
    assertSame(operator, OnnxNode.of(type, 17), inputs);
  }

  @Test
  void comparisonsKnowEquals() {
    Tensor one = Tensors.ofLongs(1, 2, 3);
    Tensor two = Tensors.ofLongs(2, 2, 2);

    assertThat(run(new Compare(Compare.Relation.LESS), one, two).longs()).containsExactly(1, 0, 0);
    assertThat(run(new Compare(Compare.Relation.LESS_OR_EQUAL), one, two).longs())
        .containsExactly(1, 1, 0);
    assertThat(run(new Compare(Compare.Relation.GREATER), one, two).longs())
        .containsExactly(0, 0, 1);
    assertThat(run(new Compare(Compare.Relation.GREATER_OR_EQUAL), one, two).longs())
        .containsExactly(0, 1, 1);
  }

  @Test
  void integerDivisionTruncatesTowardZeroOnLargeNumbersToo() {
    long large = (1L << 60) + 1;
    Tensor quotient =
        run(
            new Divide(),
            Tensors.ofLongs(7, -7, 7, -7, large, -large, 0),
            Tensors.ofLongs(2, 2, -2, -2, 3, 3, 5));

    assertThat(quotient.dtype()).isEqualTo(DType.INT64);
    assertThat(quotient.longs()).containsExactly(3, -3, -3, 3, large / 3, -large / 3, 0);
  }

  @Test
  void einsteinSums() {
    Tensor b = floats(2, 5, 4);
    assertSame(
        new Einsum("bij, bkj -> bik"),
        OnnxNode.of("Einsum", 17).setText("equation", "bij, bkj -> bik"),
        List.of(A, b));
    assertSame(
        new Einsum("...ij->...ji"),
        OnnxNode.of("Einsum", 17).setText("equation", "...ij->...ji"),
        List.of(A));
    assertSame(
        new Einsum("ij,jk"),
        OnnxNode.of("Einsum", 17).setText("equation", "ij,jk"),
        List.of(floats(2, 3), floats(3, 5)));
  }
}
