package dev.redoubt.onnxruntime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl;
import dev.redoubt.attack.UniformNoise;
import dev.redoubt.data.Batch;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetView;
import dev.redoubt.data.InputSpec;
import dev.redoubt.evaluate.Evaluation;
import dev.redoubt.evaluate.Evaluator;
import dev.redoubt.evaluate.Journal;
import dev.redoubt.evaluate.Plan;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.model.PublishedModels;
import dev.redoubt.model.ScoreModel;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.RandomStream;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.testing.SharedData;
import dev.redoubt.threat.ThreatModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Published files in ONNX Runtime against the same nets from their weights. */
class PublishedOnnxModelsTest {
  private static OnnxRuntimeModel open(String relative, OnnxRuntimeOptions options) {
    Path file = SharedData.require(relative);
    return OnnxRuntimeModel.open(file.getFileName().toString(), file, options);
  }

  private static Batch mnist(int n) {
    Dataset data = DatasetView.slice(PublishedModels.mnist(), 0, n);
    return Batch.read(data, IntStream.range(0, n).toArray(), Device.CPU);
  }

  private static void assertSameLogits(ScoreModel actual, ScoreModel expected, float[] x, int n) {
    long[] shape = new long[actual.input().shape().size() + 1];
    shape[0] = n;
    for (int i = 1; i < shape.length; i++) {
      shape[i] = actual.input().shape().get(i - 1);
    }
    float[] part = Arrays.copyOf(x, n * actual.input().features());
    Scope.run(
        () -> {
          double[] a = actual.logits(Tensors.of(part, shape), Draws.NONE).doubles();
          double[] b = expected.logits(Tensors.of(part, shape), Draws.NONE).doubles();
          assertThat(a).hasSameSizeAs(b);
          for (int i = 0; i < a.length; i++) {
            assertThat(a[i]).isCloseTo(b[i], within(1e-4));
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"advertorch_lenet5_clntrained", "wk_mnist_0.1", "fastadv_mnist_pgd"})
  void agreesWithTheNetBuiltFromItsWeights(String name) {
    NetworkModel built =
        name.startsWith("advertorch") ? PublishedModels.advertorch() : PublishedModels.common(name);
    try (OnnxRuntimeModel model = open("models/" + name + ".onnx", OnnxRuntimeOptions.DEFAULT)) {
      assertThat(model.input()).isEqualTo(built.input());
      assertThat(model.samplesAtOnce()).isGreaterThan(1);
      float[] x = Scope.value(() -> mnist(64).inputs().floats());
      for (int n : new int[] {1, 7, 64}) {
        assertSameLogits(model, built, x, n);
      }
    }
  }

  @Test
  void normalisationInsideTheFile() {
    NetworkModel built = PublishedModels.cifar("sdp_cifar_cnn_a_adv");
    try (OnnxRuntimeModel model =
        open("models/sdp_cifar_cnn_a_adv.onnx", OnnxRuntimeOptions.DEFAULT)) {
      float[] x = new float[7 * 3072];
      RandomStream.of(1, -1, "photos").fillUniform(x, 0, x.length, 0, 1);
      assertSameLogits(model, built, x, 7);
    }
  }

  /** Its authors' files take normalised inputs; here (x - .1307) / .3081 is left to the caller. */
  @Test
  void coltNetHasItsRecordedAccuracy() {
    InputSpec normalised = new InputSpec(List.of(1, 28, 28), -1, 3);
    try (OnnxRuntimeModel model =
        open("models/colt_mnist_0.1.onnx", OnnxRuntimeOptions.DEFAULT.withInput(normalised))) {
      int right =
          Scope.value(
              () -> {
                Batch batch = mnist(500);
                int[] labels = batch.labels().ints();
                int[] said =
                    model.predict(batch.inputs().minus(.1307).dividedBy(.3081), Draws.NONE).ints();
                return (int) IntStream.range(0, 500).filter(i -> labels[i] == said[i]).count();
              });
      assertThat(right).isEqualTo(496);
    }
  }

  /** Its input is [1, 784, 1]; the digits are [1, 28, 28]. */
  @Test
  void verificationNetInAnotherShapeAgainstItsMatricesInPlainJava() throws IOException {
    String relative = "vnncomp/mnistfc/mnist-net_256x2.onnx";
    Map<String, float[]> weights = weights(SharedData.require(relative));
    InputSpec digit = InputSpec.image(1, 28, 28);
    try (OnnxRuntimeModel model = open(relative, OnnxRuntimeOptions.DEFAULT.withInput(digit))) {
      Scope.run(
          () -> {
            Batch batch = mnist(20);
            double[] logits = model.logits(batch.inputs(), Draws.NONE).doubles();
            double[] pixels = batch.inputs().doubles();
            for (int row = 0; row < 20; row++) {
              double[] sample = Arrays.copyOfRange(pixels, row * 784, (row + 1) * 784);
              double[] expected = perceptron(sample, weights);
              for (int k = 0; k < 10; k++) {
                assertThat(logits[row * 10 + k]).isCloseTo(expected[k], within(1e-4));
              }
            }
          });
    }
  }

  /** Layers in the file's order: matrix [out, in], bias, ReLU between. */
  private static double[] perceptron(double[] x, Map<String, float[]> weights) {
    double[] values = x;
    List<float[]> matrices = weights.values().stream().filter(w -> w.length > 2560 - 1).toList();
    List<float[]> biases = weights.values().stream().filter(w -> w.length < 2560).toList();
    for (int layer = 0; layer < matrices.size(); layer++) {
      float[] bias = biases.get(layer);
      double[] next = new double[bias.length];
      for (int out = 0; out < next.length; out++) {
        next[out] = bias[out];
        for (int in = 0; in < values.length; in++) {
          next[out] += matrices.get(layer)[out * values.length + in] * values[in];
        }
        next[out] = layer + 1 < matrices.size() ? Math.max(0, next[out]) : next[out];
      }
      values = next;
    }
    return values;
  }

  /** The weights in the order in which the nodes read them. */
  private static Map<String, float[]> weights(Path file) throws IOException {
    OnnxMl.GraphProto graph = OnnxMl.ModelProto.parseFrom(Files.readAllBytes(file)).getGraph();
    Map<String, OnnxMl.TensorProto> initializers = new HashMap<>();
    graph.getInitializerList().forEach(tensor -> initializers.put(tensor.getName(), tensor));
    Map<String, float[]> weights = new LinkedHashMap<>();
    for (OnnxMl.NodeProto node : graph.getNodeList()) {
      for (String input : node.getInputList()) {
        OnnxMl.TensorProto tensor = initializers.get(input);
        if (tensor != null && tensor.getDataType() == OnnxMl.TensorProto.DataType.FLOAT_VALUE) {
          weights.put(input, floats(tensor));
        }
      }
    }
    return weights;
  }

  private static float[] floats(OnnxMl.TensorProto tensor) {
    ByteBuffer raw = tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[raw.remaining() / 4];
    raw.asFloatBuffer().get(values);
    return values;
  }

  @Test
  void evaluatedAsABlackBoxItKeepsItsAccuracy() {
    NetworkModel built = PublishedModels.common("wk_mnist_0.1");
    Dataset data = DatasetView.slice(PublishedModels.mnist(), 0, 60);
    Plan plan =
        new Plan(ThreatModel.parse("linf:0.1"), List.of(new UniformNoise()), List.of(), 0, 30, 0);
    try (OnnxRuntimeModel model = open("models/wk_mnist_0.1.onnx", OnnxRuntimeOptions.DEFAULT)) {
      Evaluator evaluator = new Evaluator(plan, Device.CPU, (done, total, correct, robust) -> {});
      Evaluation ours = evaluator.evaluate(model, data, Journal.none());
      Evaluation theirs = evaluator.evaluate(built, data, Journal.none());

      assertThat(ours.outcomes().stream().map(o -> o.status()).toList())
          .isEqualTo(theirs.outcomes().stream().map(o -> o.status()).toList());
    }
  }
}
