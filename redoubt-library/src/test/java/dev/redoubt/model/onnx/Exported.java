package dev.redoubt.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.data.InputSpec;
import dev.redoubt.model.ModelBundle;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.Operator;
import dev.redoubt.tensor.RandomStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** A network, its export, and what comes out of that in ONNX Runtime and in our own importer. */
final class Exported {
  private static final double TOLERANCE = 1e-5;
  private static final int ROWS = 7;

  private Exported() {}

  /** A network all of whose weights are random, statistics and constants too. */
  static Network random(Graph graph) {
    Map<String, float[]> values = new LinkedHashMap<>();
    Network.forEachWeight(
        graph,
        (name, spec) -> {
          float[] value = new float[spec.count()];
          boolean variance = spec.name().equals("running_var");
          double bound =
              spec.shape().size() > 1 && spec.trainable()
                  ? Math.sqrt(3.0 * spec.shape().get(0) / value.length)
                  : 1;
          RandomStream.of(3, 0, name)
              .fillUniform(value, 0, value.length, variance ? 0.5 : -bound, variance ? 1.5 : bound);
          values.put(name, value);
        });
    return Network.of(graph, values);
  }

  static ModelBundle bundle(Network network, List<Integer> shape, int classes) {
    List<String> labels = IntStream.range(0, classes).mapToObj(i -> "class " + i).toList();
    return new ModelBundle(network, new InputSpec(shape, 0, 1), labels, Map.of());
  }

  static ImportedNetwork imported(byte[] model) {
    return OnnxImporter.read(OnnxFile.parse(Path.of("exported.onnx"), model), Optional.empty());
  }

  /** The operators of a graph in order. */
  static List<Operator> operators(Graph graph) {
    return graph.nodes().stream().map(Graph.Node::operator).toList();
  }

  /**
   * Checks a network against ONNX Runtime and our importer, on values in (low, high); gives the
   * graph that the importer makes of it.
   */
  static Graph assertSurvives(Network network, List<Integer> shape, double low, double high)
      throws Exception {
    byte[] model = OnnxExporter.toBytes(bundle(network, shape, 2));
    int features = shape.stream().reduce(1, Math::multiplyExact);
    float[] x = new float[ROWS * features];
    RandomStream.of(11, 0, "inputs").fillUniform(x, 0, x.length, low, high);
    ImportedNetwork again = imported(model);
    try (OnnxRuntime runtime = new OnnxRuntime(model);
        Network reimported = again.network()) {
      assertThat(again.shape()).isEqualTo(shape);
      for (int batch : new int[] {1, ROWS}) {
        float[] expected = Deviation.logits(network, x, shape, ROWS, batch);
        float[] there = runtime.outputs(x, ROWS, batch, shape);
        assertThat(Deviation.relative(there, expected))
            .as("ONNX Runtime, batch %d", batch)
            .isLessThan(TOLERANCE);
        float[] here = Deviation.logits(reimported, x, shape, ROWS, batch);
        assertThat(Deviation.relative(here, expected))
            .as("imported again, batch %d", batch)
            .isLessThan(TOLERANCE);
      }
      return reimported.graph();
    }
  }
}
