package dev.redoubt.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.nn.operator.Add;
import dev.redoubt.nn.operator.AvgPool2d;
import dev.redoubt.nn.operator.BatchNorm;
import dev.redoubt.nn.operator.Concat;
import dev.redoubt.nn.operator.Conv2d;
import dev.redoubt.nn.operator.Flatten;
import dev.redoubt.nn.operator.GlobalAvgPool;
import dev.redoubt.nn.operator.Linear;
import dev.redoubt.nn.operator.MaxPool2d;
import dev.redoubt.nn.operator.Normalize;
import dev.redoubt.nn.operator.Reduce;
import dev.redoubt.nn.operator.Relu;
import dev.redoubt.nn.operator.Silu;
import dev.redoubt.nn.operator.Sinusoid;
import dev.redoubt.nn.operator.Upsample;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.RandomStream;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Gradients with respect to the input against central differences in fp64. */
class OperatorGradientTest {
  private static final double STEP = 1e-6;

  static Stream<Arguments> graphs() {
    return Stream.of(
        chain("Conv2d", Conv2d.square(2, 3, 3, 2, 1)),
        chain("MaxPool2d", MaxPool2d.square(2)),
        chain("AvgPool2d", AvgPool2d.square(2)),
        chain("GlobalAvgPool", new GlobalAvgPool()),
        chain("BatchNorm", new BatchNorm(2)),
        chain("Normalize", new Normalize(List.of(.5, .4), List.of(.2, .3))),
        chain("Relu", new Relu()),
        chain("Silu", new Silu()),
        chain("Upsample", new Upsample(2)),
        chain("Sinusoid", new Reduce(Reduce.Kind.SUM, List.of(1, 2, 3), false), new Sinusoid(6)),
        chain("Linear", new Flatten(), new Linear(32, 5)),
        Arguments.of("Add", joined(new Add())),
        Arguments.of("Concat", joined(new Concat(1))));
  }

  private static Arguments chain(String name, Operator... operators) {
    Graph.Builder builder = Graph.builder();
    for (int i = 0; i < operators.length; i++) {
      builder.then("op" + i, operators[i]);
    }
    return Arguments.of(name, builder.build());
  }

  /** Several paths from the input, which is read by all of them. */
  private static Graph joined(Operator operator) {
    Graph.Builder builder = Graph.builder();
    builder.add("silu", new Silu(), Graph.INPUT);
    builder.add("conv", Conv2d.square(2, 2, 3, 1, 1), Graph.INPUT);
    builder.add("one", operator, "silu", "conv");
    builder.add("two", new Add(), "one", "one");
    return builder.build();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("graphs")
  void matchesFiniteDifferences(String name, Graph graph) {
    Network network = Network.create(graph, 3).to(DType.FLOAT64);
    double[] x = DoubleArray.random(1, 2, 4, 4).values();
    double[] gradient =
        Scope.value(
            () -> {
              Tensor leaf = Autograd.variable(Tensors.of(x, 1, 2, 4, 4));
              return Autograd.grad(weighted(network, leaf), leaf).doubles();
            });
    double largest = 0;
    for (int i = 0; i < x.length; i++) {
      double slope = (at(network, x, i, STEP) - at(network, x, i, -STEP)) / (2 * STEP);
      assertThat(gradient[i]).as("%s, input %d", name, i).isCloseTo(slope, within(1e-7));
      largest = Math.max(largest, Math.abs(slope));
    }
    assertThat(largest).isGreaterThan(.01);
    assertThat(network.weights().values()).noneMatch(Tensor::requiresGrad);
  }

  private static double at(Network network, double[] x, int index, double step) {
    double[] moved = x.clone();
    moved[index] += step;
    return Scope.value(() -> weighted(network, Tensors.of(moved, 1, 2, 4, 4)).item());
  }

  /** A sum of all outputs with different weights. */
  private static Tensor weighted(Network network, Tensor x) {
    Tensor out = network.forward(x, Mode.EVAL);
    double[] factors = new double[Math.toIntExact(out.count())];
    RandomStream stream = RandomStream.of(9, -1, "factors");
    for (int i = 0; i < factors.length; i++) {
      factors[i] = stream.uniform() + .5;
    }
    return Reductions.sum(out.times(Tensors.of(factors, out.shape())));
  }
}
