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
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A classifier built around some nodes, and how it is held against ONNX Runtime.
 *
 * @param opset the version that it is written in
 * @param tokens whether its input {@code x} is int64 rather than float
 * @param shape of one sample
 * @param body nodes as {@link OnnxText} has them; the last value is {@code y}, batch first, or
 *     {@code logits}, which are taken as they are
 */
record OperatorCase(int opset, boolean tokens, List<Integer> shape, String body) {
  private static final int ROWS = 5;
  private static final int CLASSES = 3;
  private static final double TOLERANCE = 1e-4;

  /** A row {@code opsets | shape | body} for each opset; {@code tokens 12} is a shape of int64. */
  static Stream<OperatorCase> table(String text) {
    return text.lines().filter(line -> !line.isBlank()).flatMap(OperatorCase::row);
  }

  private static Stream<OperatorCase> row(String line) {
    String[] cells = line.split("\\|", 3);
    boolean tokens = cells[1].contains("tokens");
    List<Integer> shape =
        Arrays.stream(cells[1].replace("tokens", "").strip().split(",", -1))
            .map(Integer::valueOf)
            .toList();
    return Arrays.stream(cells[0].strip().split(",", -1))
        .map(opset -> new OperatorCase(Integer.parseInt(opset), tokens, shape, cells[2].strip()));
  }

  /** The bytes of the classifier; batch 0 leaves the batch open. */
  byte[] classifier(int batch) throws Exception {
    if (body.contains("logits")) {
      return bytes(body, batch, "logits");
    }
    int features;
    try (OnnxRuntime runtime = new OnnxRuntime(bytes(body, batch, "y"))) {
      int rows = Math.max(1, batch);
      features = runtime.outputs(inputs(rows), rows, lengths()).length / rows;
    }
    String head =
        "\nflat = Flatten y\nheadW = float[%d,%d]\nheadB = float[%d]\nlogits = Gemm flat headW headB"
            .formatted(features, CLASSES, CLASSES);
    return bytes(body + head, batch, "logits");
  }

  private byte[] bytes(String text, int batch, String output) {
    return new OnnxText(opset, text)
        .model(tokens ? "int64" : "float", batch, shape, output)
        .toByteArray();
  }

  /** Imports the classifier. */
  static ImportedNetwork imported(byte[] model) {
    return OnnxImporter.read(OnnxFile.parse(Path.of("test.onnx"), model), Optional.empty());
  }

  /** Logits in batches of 1 and 5 are those of ONNX Runtime, with the batch open and fixed to 1. */
  void agreesWithOnnxRuntime() throws Exception {
    for (int batch : new int[] {0, 1}) {
      agreesWithOnnxRuntime(batch, false);
    }
  }

  /** The same for one way to write the batch. */
  void agreesWithOnnxRuntime(int batch, boolean oneByOne) throws Exception {
    byte[] model = classifier(batch);
    int rows = batch > 1 ? 2 * batch : ROWS;
    float[] x = inputs(rows);
    ImportedNetwork imported = imported(model);
    try (OnnxRuntime runtime = new OnnxRuntime(model);
        Network network = imported.network()) {
      float[] expected = runtime.outputs(x, rows, lengths());
      for (int size : new int[] {1, 5}) {
        float[] logits = Deviation.logits(network, x, shape, rows, size);
        assertThat(Deviation.relative(logits, expected))
            .as("file's batch %d, batches of %d: %s", batch, size, this)
            .isLessThan(TOLERANCE);
      }
      assertThat(network.graph().oneByOne())
          .as("one by one, file's batch %d", batch)
          .isEqualTo(oneByOne);
    }
  }

  /** The gradient of a weighted sum of the logits is that of central differences in fp64. */
  void hasTheGradientOfDifferences() throws Exception {
    double h = 1e-6;
    try (Network network = imported(classifier(0)).network();
        Network precise = network.to(DType.FLOAT64)) {
      double[] point = new double[inputs(1).length];
      float[] x = inputs(1);
      Arrays.setAll(point, i -> tokens ? x[i] + 0.25 : x[i]); // away from the jumps
      double[] gradient =
          Scope.value(
              () -> {
                Tensor variable = Autograd.variable(Tensors.of(point, Deviation.dims(shape, 1)));
                return Autograd.grad(Reductions.sum(weighted(precise, variable)), variable)
                    .doubles();
              });
      double scale = Arrays.stream(gradient).map(Math::abs).max().orElse(0);
      int moves = Math.min(12, point.length);
      double[] moved = new double[2 * moves * point.length];
      for (int k = 0; k < 2 * moves; k++) {
        System.arraycopy(point, 0, moved, k * point.length, point.length);
        moved[k * point.length + k / 2 * point.length / moves] += k % 2 == 0 ? h : -h;
      }
      double[] values =
          Scope.value(
              () ->
                  Autograd.noGrad(
                      () ->
                          weighted(precise, Tensors.of(moved, Deviation.dims(shape, 2 * moves)))
                              .doubles()));
      for (int k = 0; k < moves; k++) {
        int i = k * point.length / moves;
        assertThat(gradient[i])
            .as("input %d of %s", i, this)
            .isCloseTo((values[2 * k] - values[2 * k + 1]) / (2 * h), within(1e-6 * scale + 1e-8));
      }
    }
  }

  private static Tensor weighted(Network network, Tensor x) {
    Tensor logits = network.forward(x, Mode.EVAL);
    double[] weights = new double[Math.toIntExact(logits.size(1))];
    Arrays.setAll(weights, i -> 1 + 0.3 * i);
    return Reductions.sum(logits.times(Tensors.of(weights, 1, weights.length)), 1);
  }

  private long[] lengths() {
    return shape.stream().mapToLong(Integer::longValue).toArray();
  }

  /** Values in [-2, 2); tokens in [0, 10). */
  float[] inputs(int rows) {
    int features = shape.stream().reduce(1, Math::multiplyExact);
    float[] x = new float[rows * features];
    RandomStream.of(7, 0, "inputs").fillUniform(x, 0, x.length, tokens ? 0 : -2, tokens ? 10 : 2);
    for (int i = 0; tokens && i < x.length; i++) {
      x[i] = (float) Math.floor(x[i]);
    }
    return x;
  }

  @Override
  public String toString() {
    return "opset " + opset + ", " + shape + ": " + body;
  }
}
