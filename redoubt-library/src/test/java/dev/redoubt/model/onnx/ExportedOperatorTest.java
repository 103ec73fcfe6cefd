package dev.redoubt.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.Operator;
import dev.redoubt.nn.operator.RandomNormal;
import dev.redoubt.nn.operator.RandomUniform;
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
}
