package dev.redoubt.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.Victims;
import dev.redoubt.catalog.ModelOptions;
import dev.redoubt.catalog.Models;
import dev.redoubt.data.InputSpec;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.architecture.CommonCnn;
import dev.redoubt.nn.operator.Constant;
import dev.redoubt.nn.operator.Linear;
import dev.redoubt.nn.operator.Multiply;
import dev.redoubt.nn.operator.Relu;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.testing.SharedData;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which layers of a network can be observed, and what is seen there. */
final class NetworkLayersTest {
  private static NetworkModel cnn() {
    InputSpec input = InputSpec.image(1, 28, 28);
    Network network = Network.create(new CommonCnn().graph(input.shape(), 10, null), 1);
    return new NetworkModel("cnn", network, input, 10);
  }

  @Test
  void layersAreNamedInOrderWithTheirShapes() {
    assertThat(cnn().layers())
        .containsExactly(
            new Layer("conv1", "Conv2d", List.of(16L, 14L, 14L)),
            new Layer("relu1", "Relu", List.of(16L, 14L, 14L)),
            new Layer("conv2", "Conv2d", List.of(32L, 7L, 7L)),
            new Layer("relu2", "Relu", List.of(32L, 7L, 7L)),
            new Layer("flatten", "Flatten", List.of(1568L)),
            new Layer("fc1", "Linear", List.of(100L)),
            new Layer("relu3", "Relu", List.of(100L)),
            new Layer("fc2", "Linear", List.of(10L)));
    assertThat(cnn().inDoublePrecision().orElseThrow().layers()).isEqualTo(cnn().layers());
  }

  /** Layer by layer in plain arithmetic; the last layer is the logits themselves. */
  @Test
  void valuesAreThoseOfTheLayers() {
    Graph graph =
        Graph.builder()
            .then("fc1", new Linear(2, 2))
            .then("relu", new Relu())
            .then("fc2", new Linear(2, 2))
            .build();
    Map<String, float[]> weights =
        Map.of(
            "fc1.weight", new float[] {1, 2, -1, 1},
            "fc1.bias", new float[] {0, -.5f},
            "fc2.weight", new float[] {1, 1, 0, 3},
            "fc2.bias", new float[] {0, 1});
    NetworkModel model =
        new NetworkModel("two", Network.of(graph, weights), new InputSpec(List.of(2), 0, 1), 2);
    Scope.run(
        () -> {
          Tensor x = Tensors.of(new float[] {1, .5f, .25f, 1}, 2, 2);
          Observation seen = model.observeOnTape(x, Set.of("fc1", "relu", "fc2"), Draws.NONE);
          assertThat(seen.feature("fc1").floats()).containsExactly(2, -1, 2.25f, .25f);
          assertThat(seen.feature("relu").floats()).containsExactly(2, 0, 2.25f, .25f);
          assertThat(seen.feature("fc2").floats()).containsExactly(2, 1, 2.5f, 1.75f);
          assertThat(seen.logits().floats()).containsExactly(2, 1, 2.5f, 1.75f);
          assertThat(model.logits(x, Draws.NONE).floats()).containsExactly(2, 1, 2.5f, 1.75f);
        });
  }

  @Test
  void layersHaveDerivatives() {
    NetworkModel model = Victims.perceptron(3, 2, 5);
    Scope.run(
        () -> {
          Tensor leaf = Autograd.variable(Tensors.of(new float[] {.2f, .9f, .4f}, 1, 3));
          String first = model.layers().get(1).name();
          Tensor values = model.observeOnTape(leaf, Set.of(first), Draws.NONE).feature(first);
          Tensor slope = Autograd.grad(Reductions.sum(values), leaf);
          double before = Reductions.sum(values).item();
          Tensor moved = leaf.detached().plus(1e-3, slope);
          double after =
              Reductions.sum(model.observeOnTape(moved, Set.of(first), Draws.NONE).feature(first))
                  .item();
          double length = Reductions.sum(slope.times(slope)).item();
          assertThat(after - before).isCloseTo(1e-3 * length, within(1e-5 + 1e-4 * length));
        });
  }

  @Test
  void unknownLayersAreNamedWithTheNearest() {
    Scope.run(
        () -> {
          Tensor x = Tensors.zeros(DType.FLOAT32, 1, 1, 28, 28);
          assertThatThrownBy(() -> cnn().observeOnTape(x, Set.of("relu4"), Draws.NONE))
              .isInstanceOf(BadInputException.class)
              .hasMessageContaining("unknown layer 'relu4'");
        });
  }

  /** Shapes and constants that an ONNX graph computes are no layers; what it computes of x is. */
  @Test
  void importedGraphsShowTheirLayersToo() {
    FeatureModel model =
        (FeatureModel)
            Models.open(
                    SharedData.require("models/wk_mnist_0.1.onnx").toString(),
                    ModelOptions.NONE,
                    Device.CPU)
                .model();
    assertThat(model.layers().stream().map(Layer::operator))
        .containsSubsequence("Conv2d", "Relu", "Conv2d", "Relu", "Linear", "Relu", "Linear");
    Layer last = model.layers().get(model.layers().size() - 1);
    assertThat(last.shape()).containsExactly(10L);
    Scope.run(
        () -> {
          Tensor x = Tensors.full(.5, DType.FLOAT32, 3, 1, 28, 28);
          Observation seen = model.observeOnTape(x, Set.of(last.name()), Draws.NONE);
          assertThat(seen.feature(last.name()).floats()).isEqualTo(seen.logits().floats());
        });
  }

  /** A graph for single samples, with a constant that is no part of any: as one-by-one exports. */
  @Test
  void graphsForSingleSamplesShowTheirLayers() {
    Graph graph =
        new Graph(
            List.of(
                new Graph.Node("two", new Constant(List.of()), List.of()),
                new Graph.Node("fc1", new Linear(2, 3), List.of(Graph.INPUT)),
                new Graph.Node("scaled", new Multiply(), List.of("fc1", "two")),
                new Graph.Node("fc2", new Linear(3, 2), List.of("scaled"))),
            true);
    NetworkModel model =
        new NetworkModel("one", Network.create(graph, 4), new InputSpec(List.of(2), 0, 1), 2);
    assertThat(model.layers().stream().map(Layer::name)).containsExactly("fc1", "scaled", "fc2");
    Scope.run(
        () -> {
          Tensor x = Tensors.of(new float[] {.1f, .9f, .7f, .3f, .5f, .5f}, 3, 2);
          Observation seen = model.observeOnTape(x, Set.of("fc1", "scaled"), Draws.NONE);
          Tensor factor = Objects.requireNonNull(model.network().weights().get("two.value"));
          assertThat(seen.feature("scaled").floats())
              .containsExactly(seen.feature("fc1").times(factor.item()).floats());
          assertThat(seen.logits().floats()).containsExactly(model.logits(x, Draws.NONE).floats());
        });
  }
}
