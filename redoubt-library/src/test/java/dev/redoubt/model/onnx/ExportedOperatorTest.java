package dev.redoubt.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Mode;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.operator.Extent;
import dev.redoubt.nn.operator.RandomNormal;
import dev.redoubt.nn.operator.RandomUniform;
import dev.redoubt.nn.operator.Reshape;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensors;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each operator in a small graph: the same in ONNX Runtime and imported again. */
class ExportedOperatorTest {
  static List<ExportCase> cases() {
    return ExportCases.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void survives(ExportCase tried) throws Exception {
    Graph graph = tried.graph();
    try (Network network = Exported.random(graph)) {
      Graph again = Exported.assertSurvives(network, ExportCase.SHAPE, tried.low(), 2);

      if (tried.keepsOperators()) {
        assertThat(Exported.operators(again))
            .containsExactlyInAnyOrderElementsOf(Exported.operators(graph));
      }
    }
  }

  /** Those that are random have a test of their own. */
  @Test
  void everyOperatorIsTried() {
    Set<Class<?>> missing = new HashSet<>();
    for (JsonSubTypes.Type type : Operator.class.getAnnotation(JsonSubTypes.class).value()) {
      missing.add(type.value());
    }
    missing.removeAll(Arrays.asList(RandomNormal.class, RandomUniform.class));
    for (ExportCase tried : cases()) {
      tried.graph().nodes().forEach(node -> missing.remove(node.operator().getClass()));
    }

    assertThat(missing).isEmpty();
  }

  @Test
  void randomValuesAreDrawnAnewAtEachRun() throws Exception {
    List<Extent> rows = List.of(new Extent(1, true), new Extent(500, false));
    assertRandom(new RandomNormal(rows, 0.5, 2), 0.5, 2);
    assertRandom(new RandomUniform(rows, -1, 2), 0.5, 3 / Math.sqrt(12));
    assertRandom(new RandomNormal(List.of(new Extent(500, true)), 1, 3), 1, 3);
  }

  private static void assertRandom(Operator operator, double mean, double deviation)
      throws Exception {
    Graph graph =
        Graph.builder()
            .then("noise", operator)
            .then("rows", new Reshape(List.of(-1L, 500L)))
            .build();
    try (Network network = Exported.random(graph)) {
      byte[] model = OnnxExporter.toBytes(Exported.bundle(network, List.of(3), 500));
      try (OnnxRuntime runtime = new OnnxRuntime(model);
          Network again = Exported.imported(model).network()) {
        float[] values = runtime.outputs(new float[120], 40, 40, List.of(3));
        double[] doubles = new double[values.length];
        Arrays.setAll(doubles, i -> values[i]);
        double average = Arrays.stream(doubles).average().orElse(0);
        double variance =
            Arrays.stream(doubles).map(v -> (v - average) * (v - average)).average().orElse(0);

        assertThat(values).hasSize(20_000);
        assertThat(average).isCloseTo(mean, within(0.05 * deviation)); // 7 standard errors
        assertThat(Math.sqrt(variance)).isCloseTo(deviation, within(0.05 * deviation));
        assertThat(runtime.outputs(new float[120], 40, 40, List.of(3))).isNotEqualTo(values);
        assertThat(drawn(again)).isEqualTo(drawn(network));
      }
    }
  }

  private static float[] drawn(Network network) {
    Pass pass = new Pass(Mode.EVAL, new Draws(5, new long[] {3, 8}, "test"));
    return Scope.value(() -> network.forward(Tensors.of(new float[6], 2, 3), pass).floats());
  }
}
