package dev.redoubt.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.nn.Network;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ends of classifiers: which logits stand under the probabilities that a file gives. */
class HeadConformanceTest {
  private static final int ROWS = 5;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          7  | y = Softmax l                   | exp
          7  | y = LogSoftmax l axis=1         | log
          11 | y = Softmax l axis=-1           | exp
          13 | y = Softmax l axis=1            | exp
          13 | s = Softmax l; y = Identity s   | exp
          13 | y = LogSoftmax l                | log
          13 | s = Softmax l; a = int64{-1,3}; y = Reshape s a | exp
          13 | s = LogSoftmax l; a = int64{-1,3,1}; r = Reshape s a; b = int64{2}; y = Squeeze r b | log
          13 | s = Softmax l; y = Log s        | log
          13 | a = int64{2}; u = Unsqueeze l a; y = Softmax u axis=1 | exp
          11 | u = Unsqueeze l axes=[2,3]; y = Softmax u | exp
          """)
  void softmaxAtTheEndIsLeftAway(int opset, String end, String kind) throws Exception {
    float[][] both = both(opset, "w = float[6,3]; l = MatMul x w; " + end);
    float[] logits = both[0];
    float[] probabilities = new float[logits.length];
    for (int row = 0; row < ROWS; row++) {
      double sum = 0;
      for (int k = 0; k < 3; k++) {
        sum += Math.exp(logits[3 * row + k]);
      }
      for (int k = 0; k < 3; k++) {
        double log = logits[3 * row + k] - Math.log(sum);
        probabilities[3 * row + k] = (float) (kind.equals("exp") ? Math.exp(log) : log);
      }
    }
    assertThat(Deviation.relative(probabilities, both[1])).isLessThan(1e-5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          7  | y = Sigmoid l
          13 | a = int64{1}; s = Squeeze l a; y = Sigmoid s
          13 | s = Sigmoid l; y = Identity s
          13 | s = Sigmoid l; a = int64{1}; y = Squeeze s a
          13 | s = Sigmoid l; a = int64{-1}; y = Reshape s a
          """)
  void singleSigmoidIsTwoLogits(int opset, String end) throws Exception {
    float[][] both = both(opset, "w = float[6,1]; l = MatMul x w; " + end);
    float[] probabilities = new float[ROWS];
    for (int row = 0; row < ROWS; row++) {
      assertThat(both[0][2 * row]).isZero();
      probabilities[row] = (float) (1 / (1 + Math.exp(-both[0][2 * row + 1])));
    }
    assertThat(Deviation.relative(probabilities, both[1])).isLessThan(1e-5);
  }

  @Test
  void sigmoidOfEachClassStays() throws Exception {
    float[][] both = both(13, "w = float[6,3]; l = MatMul x w; y = Sigmoid l");
    assertThat(Deviation.relative(both[0], both[1])).isLessThan(1e-5);
  }

  /** Padding that keeps the size must reckon with dilation (spec); the runtime's does not. */
  @ParameterizedTest
  @ValueSource(
      strings = {"MaxPool x kernel_shape=[2,2]", "AveragePool x kernel_shape=[2,2]", "Conv x w"})
  void samePaddingReckonsWithDilation(String operator) throws Exception {
    String type = operator + " dilations=[2,2] ";
    String head = "; s = int64{-1,84}; f = Reshape p s; v = float[84,3]; y = MatMul f v";
    String weight = "w = float[2,2,2,2]; p = ";
    OperatorCase same = new OperatorCase(19, false, List.of(2, 6, 7), "unused");
    float[] x = same.inputs(ROWS);
    float[] wanted;
    byte[] explicit =
        new OnnxText(19, weight + type + "pads=[1,1,1,1]" + head)
            .model("float", 0, same.shape(), "y")
            .toByteArray();
    try (OnnxRuntime runtime = new OnnxRuntime(explicit)) {
      wanted = runtime.outputs(x, ROWS, 2, 6, 7);
    }
    byte[] automatic =
        new OnnxText(19, weight + type + "auto_pad=SAME_UPPER" + head)
            .model("float", 0, same.shape(), "y")
            .toByteArray();
    try (Network network = OperatorCase.imported(automatic).network()) {
      float[] logits = Deviation.logits(network, x, same.shape(), ROWS, ROWS);
      assertThat(Deviation.relative(logits, wanted)).isLessThan(1e-5);
    }
  }

  /** Specifications speak of the file's own outputs: nothing is left away, and one stays one. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          3 | y = Softmax l
          3 | y = LogSoftmax l
          3 | y = Sigmoid l
          1 | y = Identity l
          1 | y = Sigmoid l
          """)
  void outputsAsWrittenAreTheFilesOwn(int outputs, String end, @TempDir Path folder)
      throws Exception {
    String text = "w = float[6,%d]; l = MatMul x w; %s".formatted(outputs, end);
    byte[] model = new OnnxText(13, text).model("float", 0, List.of(6), "y").toByteArray();
    Path file = Files.write(folder.resolve("a.onnx"), model);
    float[] x = new OperatorCase(13, false, List.of(6), "").inputs(ROWS);
    ImportedNetwork imported = OnnxImporter.readAsWritten(file, Optional.empty());
    try (OnnxRuntime runtime = new OnnxRuntime(model);
        Network network = imported.network()) {
      float[] ours = Deviation.logits(network, x, List.of(6), ROWS, ROWS);

      assertThat(imported.classes()).isEqualTo(outputs);
      assertThat(ours).hasSize(ROWS * outputs);
      assertThat(Deviation.relative(ours, runtime.outputs(x, ROWS, 6))).isLessThan(1e-5);
    }
  }

  /** Our logits, and the runtime's outputs. */
  private static float[][] both(int opset, String text) throws Exception {
    byte[] model = new OnnxText(opset, text).model("float", 0, List.of(6), "y").toByteArray();
    float[] x = new OperatorCase(opset, false, List.of(6), "").inputs(ROWS);
    try (OnnxRuntime runtime = new OnnxRuntime(model);
        Network network = OperatorCase.imported(model).network()) {
      return new float[][] {
        Deviation.logits(network, x, List.of(6), ROWS, ROWS), runtime.outputs(x, ROWS, 6)
      };
    }
  }
}
