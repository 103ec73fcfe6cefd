package dev.redoubt.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.nn.Mode;
import dev.redoubt.nn.Network;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.RandomStream;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.testing.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every published ONNX file: outputs against ONNX Runtime, gradients against differences. */
class PublishedOnnxTest {
  private static final int ROWS = 100;
  private static final Set<String> WITHOUT_BATCH =
      Set.of("test_nano.onnx", "test_small.onnx", "test_tiny.onnx");

  static List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String folder : List.of("models", "vnncomp", "vnncomp2022")) {
      try (Stream<Path> all = Files.walk(SharedData.require(folder))) {
        all.filter(path -> path.toString().matches(".*\\.onnx(\\.gz)?")).forEach(files::add);
      }
    }
    Collections.sort(files);
    return files;
  }

  @ParameterizedTest
  @MethodSource("files")
  void logitsAreThoseOfOnnxRuntime(Path file) throws Exception {
    ImportedNetwork imported = OnnxImporter.read(file, Optional.empty());
    try (Network network = imported.network();
        OnnxRuntime runtime = new OnnxRuntime(OnnxFile.read(file).model().toByteArray())) {
      float[] x = inputs(imported.shape());
      long[] shape = imported.shape().stream().mapToLong(Integer::longValue).toArray();
      float[] expected = asLogits(runtime.outputs(x, ROWS, shape), imported.classes());

      for (int batch : new int[] {1, 7, 64}) {
        float[] logits = Deviation.logits(network, x, imported.shape(), ROWS, batch);
        assertThat(Deviation.relative(logits, expected)).as("batch %d", batch).isLessThan(1e-4);
      }
      boolean batched = !network.graph().oneByOne();
      assertThat(batched).isEqualTo(!WITHOUT_BATCH.contains(file.getFileName().toString()));
    }
  }

  /** A single score means the logits 0 and the score. */
  private static float[] asLogits(float[] outputs, int classes) {
    if (outputs.length == ROWS * classes) {
      return outputs;
    }
    float[] logits = new float[2 * ROWS];
    for (int row = 0; row < ROWS; row++) {
      logits[2 * row + 1] = outputs[row];
    }
    return logits;
  }

  @ParameterizedTest
  @MethodSource("files")
  void gradientsAreThoseOfDifferences(Path file) {
    ImportedNetwork imported = OnnxImporter.read(file, Optional.empty());
    try (Network network = imported.network();
        Network precise = network.to(DType.FLOAT64)) {
      double[] weights = new double[imported.classes()];
      RandomStream stream = RandomStream.of(1, 0, "weights");
      Arrays.setAll(weights, i -> stream.uniform());
      double[] point = steepPoint(precise, weights, imported.shape());
      double[] gradient = gradient(precise, point, weights, imported.shape());
      double scale = Arrays.stream(gradient).map(Math::abs).max().orElse(0);

      for (int k = 0; k < 20; k++) {
        int i = (int) (stream.uniform() * point.length);
        double h = 1e-5;
        double difference =
            (weighted(precise, point, i, h, weights, imported.shape())
                    - weighted(precise, point, i, -h, weights, imported.shape()))
                / (2 * h);
        assertThat(gradient[i])
            .as("input %d", i)
            .isCloseTo(difference, within(1e-5 * scale + 1e-8));
      }
    }
  }

  /**
   * A point where the network is not flat, as ReLU networks are in places; the last one if none.
   */
  private static double[] steepPoint(Network network, double[] weights, List<Integer> shape) {
    float[] x = inputs(shape);
    double[] point = new double[x.length / ROWS];
    for (int row = 0; row < ROWS; row++) {
      for (int i = 0; i < point.length; i++) {
        point[i] = x[row * point.length + i] * (row % 10 + 1) / 10;
      }
      double[] gradient = gradient(network, point, weights, shape);
      if (Arrays.stream(gradient).anyMatch(g -> g != 0)) {
        return point;
      }
    }
    return point;
  }

  private static double[] gradient(
      Network network, double[] point, double[] weights, List<Integer> shape) {
    return Scope.value(
        () -> {
          Tensor x = Autograd.variable(Tensors.of(point, Deviation.dims(shape, 1)));
          Tensor logits = network.forward(x, Mode.EVAL);
          Tensor loss = Reductions.sum(logits.times(Tensors.of(weights, 1, weights.length)));
          return Autograd.grad(loss, x).doubles();
        });
  }

  private static double weighted(
      Network network, double[] point, int i, double h, double[] weights, List<Integer> shape) {
    double[] moved = point.clone();
    moved[i] += h;
    double[] logits =
        Scope.value(
            () ->
                Autograd.noGrad(
                    () ->
                        network
                            .forward(Tensors.of(moved, Deviation.dims(shape, 1)), Mode.EVAL)
                            .doubles()));
    double sum = 0;
    for (int k = 0; k < logits.length; k++) {
      sum += logits[k] * weights[k];
    }
    return sum;
  }

  private static float[] inputs(List<Integer> shape) {
    int features = shape.stream().reduce(1, Math::multiplyExact);
    float[] x = new float[ROWS * features];
    RandomStream.of(7, 0, "inputs").fillUniform(x, 0, x.length, 0, 1);
    return x;
  }
}
