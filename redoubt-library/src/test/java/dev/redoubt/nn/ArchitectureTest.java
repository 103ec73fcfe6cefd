package dev.redoubt.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redoubt.BadInputException;
import dev.redoubt.nn.architecture.AdvertorchLeNet5;
import dev.redoubt.nn.architecture.Architecture;
import dev.redoubt.nn.architecture.CommonCnn;
import dev.redoubt.nn.architecture.LeNet5;
import dev.redoubt.nn.architecture.Mlp;
import dev.redoubt.nn.architecture.ResNet18;
import dev.redoubt.nn.operator.Normalize;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensors;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The published architectures: parameter counts, output shapes, input shapes they refuse. */
class ArchitectureTest {
  private static final Normalize NORMALIZE = new Normalize(List.of(.5), List.of(.25));

  static Stream<Arguments> counts() {
    return Stream.of(
        Arguments.of(new CommonCnn(), List.of(1, 28, 28), 10, 166_406),
        Arguments.of(new CommonCnn(), List.of(3, 32, 32), 12, 784 + 8_224 + 204_900 + 1_212),
        Arguments.of(
            new CommonCnn(0), List.of(1, 28, 28), 10, 272 + 8_224 + (800 + 1) * 100 + 1_010),
        Arguments.of(
            new CommonCnn(0), List.of(3, 32, 11), 10, 784 + 8_224 + (192 + 1) * 100 + 1_010),
        Arguments.of(new LeNet5(), List.of(1, 28, 28), 10, 61_706),
        Arguments.of(
            new AdvertorchLeNet5(),
            List.of(1, 28, 28),
            10,
            320 + 18_496 + (64 * 49 + 1) * 200 + 2_010),
        Arguments.of(new ResNet18(), List.of(3, 32, 32), 10, 11_173_962),
        Arguments.of(new Mlp(), List.of(57), 2, 57 * 128 + 128 + 128 * 128 + 128 + 258),
        Arguments.of(new Mlp(List.of(20, 20)), List.of(1, 28, 28), 10, 15_700 + 420 + 210),
        Arguments.of(new CommonCnn(), List.of(2, 7, 9), 3, 528 + 8224 + 6500 + 303),
        Arguments.of(new LeNet5(), List.of(1, 13, 12), 2, 156 + 2416 + 2040 + 10_164 + 170));
  }

  @ParameterizedTest
  @MethodSource("counts")
  void parametersAndLogits(
      Architecture architecture, List<Integer> shape, int classes, long parameters) {
    Network network = Network.create(architecture.graph(shape, classes, NORMALIZE), 0);

    assertThat(network.parameterCount()).isEqualTo(parameters);
    long[] batch = Stream.concat(Stream.of(2), shape.stream()).mapToLong(n -> n).toArray();
    long[] logits =
        Scope.value(() -> network.forward(Tensors.zeros(DType.FLOAT32, batch), Mode.EVAL).shape());
    assertThat(logits).containsExactly(2, classes);
    assertThat(network.graph().nodes().get(0).operator()).isEqualTo(NORMALIZE);
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of(new CommonCnn(), List.of(57)),
        Arguments.of(new CommonCnn(), List.of(1, 3, 28)),
        Arguments.of(new CommonCnn(0), List.of(1, 9, 28)),
        Arguments.of(new AdvertorchLeNet5(), List.of(1, 3, 28)),
        Arguments.of(new LeNet5(), List.of(1, 28, 11)),
        Arguments.of(new LeNet5(), List.of(28, 28)),
        Arguments.of(new ResNet18(), List.of(3, 7, 32)));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void shapesThatDoNotFitAreRefused(Architecture architecture, List<Integer> shape) {
    assertThatThrownBy(() -> architecture.graph(shape, 10, null))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(architecture.name())
        .hasMessageContaining(shape.toString());
  }
}
