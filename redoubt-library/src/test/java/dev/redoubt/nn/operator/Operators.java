package dev.redoubt.nn.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.nn.Mode;
import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.Weights;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.RandomStream;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Runs single operators, and makes inputs for them. */
final class Operators {
  private Operators() {}

  /** What an operator without weights gives. */
  static Tensor run(Operator operator, Tensor... inputs) {
    return run(operator, Map.of(), inputs);
  }

  static Tensor run(Operator operator, Map<String, Tensor> weights, Tensor... inputs) {
    Weights named = name -> Objects.requireNonNull(weights.get(name), name);
    return operator.forward(Arrays.asList(inputs), named, new Pass(Mode.EVAL, Draws.NONE));
  }

  /** Uniform float32 values in (-2, 2), the same for the same shape. */
  static Tensor floats(long... shape) {
    return between(-2, 2, shape);
  }

  static Tensor between(double low, double high, long... shape) {
    float[] values = new float[Math.toIntExact(count(shape))];
    RandomStream.of(count(shape), shape.length, "operators")
        .fillUniform(values, 0, values.length, low, high);
    return Tensors.of(values, shape);
  }

  /** Whole numbers in {@code [low, high)}. */
  static Tensor integers(int low, int high, long... shape) {
    long[] values = new long[Math.toIntExact(count(shape))];
    RandomStream stream = RandomStream.of(count(shape), shape.length, "integers");
    Arrays.setAll(values, i -> low + stream.below(high - low));
    return Tensors.of(values, shape);
  }

  static Tensor truths(long... shape) {
    return integers(0, 2, shape).to(DType.BOOL);
  }

  private static long count(long... shape) {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }

  /** Same type, same shape, same values up to 1e-5 of the largest. */
  static void assertSame(Tensor actual, Tensor expected) {
    assertThat(actual.dtype()).isEqualTo(expected.dtype());
    assertThat(actual.shape()).containsExactly(expected.shape());
    double[] values = expected.doubles();
    double largest = Arrays.stream(values).map(Math::abs).filter(Double::isFinite).max().orElse(0);
    assertThat(actual.doubles()).containsExactly(values, within(1e-5 * Math.max(1, largest)));
  }

  /** The same for an operator without weights and a node that reads the same inputs. */
  static void assertSame(Operator operator, OnnxNode node, List<Tensor> inputs) {
    Tensor[] all = inputs.toArray(Tensor[]::new);
    assertSame(run(operator, all), node.in(all).run());
  }
}
