package dev.redoubt.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redoubt.BadInputException;
import dev.redoubt.nn.operator.Add;
import dev.redoubt.nn.operator.Linear;
import dev.redoubt.nn.operator.Relu;
import dev.redoubt.nn.operator.Reshape;
import dev.redoubt.nn.operator.Silu;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Graphs, their weights, and the release of intermediate values. */
class NetworkTest {
  private static final float[] X = {-2, -1, 1, 3};

  private static float[] forward(Graph graph) {
    return Scope.value(
        () -> {
          Tensor x = Tensors.of(X, 1, 4);
          float[] first = Network.create(graph, 0).forward(x, Mode.EVAL).floats();
          assertThat(x.floats()).as("the input stays the caller's").isEqualTo(X);
          return first;
        });
  }

  @Test
  void inputMayBeReadByManyNodes() {
    Graph.Builder builder = Graph.builder();
    builder.add("a", new Relu(), Graph.INPUT);
    builder.add("b", new Add(), Graph.INPUT, "a");
    builder.add("c", new Add(), "b", Graph.INPUT);
    builder.add("d", new Add(), Graph.INPUT, Graph.INPUT);
    builder.add("e", new Add(), "c", "d");

    // relu(x) + x + x + 2x
    assertThat(forward(builder.build())).containsExactly(-8, -4, 5, 15);
  }

  @Test
  void nodeMayReadAnotherTwice() {
    Graph.Builder builder = Graph.builder();
    builder.add("a", new Relu(), Graph.INPUT);
    builder.add("b", new Add(), "a", "a");

    assertThat(forward(builder.build())).containsExactly(0, 0, 2, 6);
  }

  @Test
  void valueIsKeptUntilItsLastReader() {
    Graph.Builder builder = Graph.builder();
    builder.add("stem", new Relu(), Graph.INPUT);
    builder.add("b", new Relu(), "stem");
    builder.add("c", new Relu(), "b");
    builder.add("unread", new Silu(), "c");
    builder.add("skip", new Add(), "c", "stem");
    builder.add("skip again", new Add(), "skip", "stem");

    assertThat(forward(builder.build())).containsExactly(0, 0, 3, 9);
  }

  /** The time of each sample, added to all of its values. */
  private static Graph timed() {
    Graph.Builder builder = Graph.builder();
    builder.add("column", new Reshape(List.of(-1L, 1L)), Graph.TIME);
    builder.add("told", new Add(), Graph.INPUT, "column");
    builder.add("twice", new Add(), "told", "column");
    return builder.build();
  }

  @Test
  void timeIsReadByNodes() {
    Scope.run(
        () -> {
          Network network = Network.create(timed(), 0);
          Tensor time = Tensors.of(new float[] {10, 20}, 2);
          Tensor x = Tensors.of(new float[] {1, 2, 3, 4}, 2, 2);
          Pass pass = new Pass(Mode.EVAL, Draws.NONE);

          assertThat(network.forward(x, time, pass).floats()).containsExactly(21, 22, 43, 44);
          assertThat(time.floats()).as("the time stays the caller's").containsExactly(10, 20);
          assertThat(timed().isTimed()).isTrue();
          assertThat(Graph.builder().then("relu", new Relu()).build().isTimed()).isFalse();
        });
  }

  @Test
  void timeMustBeGivenToThoseThatReadIt() {
    Network network = Network.create(timed(), 0);
    Tensor x = Tensors.of(X, 1, 4);

    assertThatThrownBy(() -> network.forward(x, Mode.EVAL))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("wants to be told the time of each sample");
    assertThatThrownBy(
            () -> network.activations(x, new Pass(Mode.EVAL, Draws.NONE), Set.of("told")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("wants to be told the time of each sample");
  }

  @Test
  void noNodeTakesTheNameOfTheTime() {
    assertThatThrownBy(() -> Graph.builder().then(Graph.TIME, new Relu()).build())
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("'time'");
  }

  @Test
  void graphsAreChecked() {
    assertThatThrownBy(() -> new Graph(List.of()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("at least one node");
    assertThatThrownBy(() -> new Graph(List.of(new Graph.Node("a", new Relu(), List.of("later")))))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("'a'", "'later'");
    Graph.Node twice = new Graph.Node("a", new Relu(), List.of("input"));
    assertThatThrownBy(() -> new Graph(List.of(twice, twice)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("'a'");
  }

  @Test
  void weightsAreChecked() {
    Graph graph = Graph.builder().then("fc", new Linear(2, 2)).build();
    float[] four = new float[4];
    float[] two = new float[2];

    refused(graph, Map.of("fc.weight", four), "'fc.bias' is missing");
    refused(graph, Map.of("fc.weight", two, "fc.bias", two), "'fc.weight' has 2 values");
    refused(
        graph, Map.of("fc.weight", four, "fc.bias", two, "more", two), "'more' does not belong");
  }

  private static void refused(Graph graph, Map<String, float[]> values, String words) {
    assertThatThrownBy(() -> Network.of(graph, values))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(words);
  }

  @Test
  void copiesHaveWeightsOfTheirOwn() {
    Graph graph = Graph.builder().then("fc", new Linear(4, 2)).build();
    Network network = Network.create(graph, 1);
    Network copy = network.copied();
    Map<String, float[]> before = copy.values();
    network.close();

    assertThat(copy.values().get("fc.weight")).isEqualTo(before.get("fc.weight"));
    assertThat(copy.to(DType.FLOAT64).values().get("fc.bias")).isEqualTo(before.get("fc.bias"));
    assertThat(Network.create(graph, 1).values().get("fc.weight"))
        .isEqualTo(before.get("fc.weight"));
    assertThat(Network.create(graph, 2).values().get("fc.weight"))
        .isNotEqualTo(before.get("fc.weight"));
  }
}
