package dev.redoubt.onnxruntime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl;
import dev.redoubt.BadInputException;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.ModelProviders;
import dev.redoubt.model.ModelRequest;
import dev.redoubt.model.ScoreModel;
import dev.redoubt.model.blackbox.Scores;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Small ONNX files whose results are plain to see. */
class OnnxRuntimeModelTest {
  private static final int FLOAT = OnnxMl.TensorProto.DataType.FLOAT_VALUE;
  private static final int DOUBLE = OnnxMl.TensorProto.DataType.DOUBLE_VALUE;
  private static final int LONG = OnnxMl.TensorProto.DataType.INT64_VALUE;
  private static final int INT = OnnxMl.TensorProto.DataType.INT32_VALUE;
  private static final int BYTE = OnnxMl.TensorProto.DataType.UINT8_VALUE;

  @TempDir private Path folder = Path.of("");

  private Path file(int type, List<Long> x, List<Long> y, OnnxMl.NodeProto... nodes)
      throws IOException {
    return OnnxFile.write(folder.resolve("net.onnx"), type, x, y, nodes);
  }

  private static OnnxRuntimeModel open(Path file, OnnxRuntimeOptions options) {
    return OnnxRuntimeModel.open("net", file, options);
  }

  private static double[] logits(ScoreModel model, int columns, float... values) {
    return Scope.value(
        () ->
            model
                .logits(Tensors.of(values, values.length / columns, columns), Draws.NONE)
                .doubles());
  }

  @ParameterizedTest(name = "type {0}, batch {1}, at once {2}")
  @CsvSource({"1, -1, 128", "1, 1, 1", "1, 2, 2", "11, -1, 128", "11, 1, 1"})
  void everyTypeAndBatch(int type, long batch, int atOnce) throws IOException {
    Path file = file(type, List.of(batch, 3L), List.of(batch, 3L), OnnxFile.node("Neg", "x", "y"));
    try (OnnxRuntimeModel model = open(file, OnnxRuntimeOptions.DEFAULT)) {
      assertThat(model.input()).isEqualTo(new InputSpec(List.of(3), 0, 1));
      assertThat(model.classes()).isEqualTo(3);
      assertThat(model.samplesAtOnce()).isEqualTo(atOnce);
      assertThat(model.declares()).isEqualTo(Declaration.OPAQUE);
      assertThat(logits(model, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9))
          .containsExactly(-1, -2, -3, -4, -5, -6, -7, -8, -9);
    }
  }

  @ParameterizedTest(name = "type {0}")
  @CsvSource({LONG + ", 300", INT + ", 300", BYTE + ", 255"})
  void wholeNumbersAreHandedOnAsSuch(int type, double large) throws IOException {
    OnnxMl.ModelProto model =
        OnnxMl.ModelProto.parseFrom(
            Files.readAllBytes(
                file(type, List.of(-1L, 2L), List.of(-1L, 2L), OnnxFile.cast("x", "y", FLOAT))));
    OnnxMl.ModelProto.Builder changed = model.toBuilder();
    changed
        .getGraphBuilder()
        .getOutputBuilder(0)
        .getTypeBuilder()
        .getTensorTypeBuilder()
        .setElemType(FLOAT);
    Path file = folder.resolve("long.onnx");
    Files.write(file, changed.build().toByteArray());

    try (OnnxRuntimeModel opened = open(file, OnnxRuntimeOptions.DEFAULT)) {
      assertThat(logits(opened, 2, 3, 249.75f, .25f, 300)).containsExactly(3, 250, 0, large);
    }
  }

  @Test
  void probabilitiesBecomeLogarithms() throws IOException {
    Path file = file(FLOAT, List.of(-1L, 2L), List.of(-1L, 2L), OnnxFile.softmax("x", "y", 1));
    try (OnnxRuntimeModel model =
        open(file, OnnxRuntimeOptions.DEFAULT.withScores(Scores.PROBABILITIES))) {
      double log = -Math.log(1 + Math.exp(-2));
      assertThat(logits(model, 2, 2, 0)).containsExactly(new double[] {log, log - 2}, within(1e-5));
    }
  }

  /** The batch is declared open, but the net's own softmax runs over it. */
  @Test
  void netThatMixesItsRowsIsAskedOneByOne() throws IOException {
    Path file = file(FLOAT, List.of(-1L, 2L), List.of(-1L, 2L), OnnxFile.softmax("x", "y", 0));
    try (OnnxRuntimeModel model = open(file, OnnxRuntimeOptions.DEFAULT)) {
      assertThat(model.samplesAtOnce()).isEqualTo(1);
      assertThat(logits(model, 2, 5, 0, 1, 2)).containsExactly(1, 1, 1, 1);
    }
  }

  @Test
  void randomFileIsDeclaredRandom() throws IOException {
    Path noise =
        file(
            FLOAT, List.of(-1L, 3L), List.of(-1L, 3L), OnnxFile.node("RandomNormalLike", "x", "y"));
    try (OnnxRuntimeModel model = open(noise, OnnxRuntimeOptions.DEFAULT)) {
      assertThat(model.declares().random()).isTrue();
    }
    Path plain = file(FLOAT, List.of(-1L, 3L), List.of(-1L, 3L), OnnxFile.node("Neg", "x", "y"));
    try (OnnxRuntimeModel model = open(plain, OnnxRuntimeOptions.DEFAULT)) {
      assertThat(model.declares().random()).isFalse();
    }
  }

  /** As exporters of scikit-learn write them. */
  @Test
  void labelsBeforeTheScoresAreLeftAside() throws IOException {
    OnnxMl.NodeProto label = OnnxFile.cast("x", "label", LONG);
    Path file =
        file(FLOAT, List.of(-1L, 3L), List.of(-1L, 3L), OnnxFile.node("Neg", "x", "y"), label);
    OnnxMl.ModelProto.Builder model =
        OnnxMl.ModelProto.parseFrom(Files.readAllBytes(file)).toBuilder();
    OnnxMl.ValueInfoProto scores = model.getGraph().getOutput(0);
    OnnxMl.ValueInfoProto.Builder labels = scores.toBuilder().setName("label");
    labels.getTypeBuilder().getTensorTypeBuilder().setElemType(LONG);
    model.getGraphBuilder().clearOutput().addOutput(labels).addOutput(scores);
    Files.write(file, model.build().toByteArray());

    try (OnnxRuntimeModel opened = open(file, OnnxRuntimeOptions.DEFAULT)) {
      assertThat(logits(opened, 3, 1, 2, 3)).containsExactly(-1, -2, -3);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "-1 999999999, 999999999",
    "-1 -1, 999999999",
    "-1 -1 9000000000, 4",
    "9000000000 4, 4",
    "-1 4000000000 4000000000 4000000000, 4"
  })
  void sizesAreBoundedBeforeAnythingIsAllocated(String shape, int features) throws IOException {
    List<Long> declared = List.of(shape.split(" ")).stream().map(Long::valueOf).toList();
    Path file = file(FLOAT, declared, declared, OnnxFile.node("Neg", "x", "y"));
    InputSpec input = new InputSpec(List.of(features), 0, 1);

    assertThatThrownBy(() -> open(file, OnnxRuntimeOptions.DEFAULT.withInput(input)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("net.onnx can't be used: its input has the shape ")
        .hasMessageEndingWith("expected at most 134217728 values");
  }

  @Test
  void batchesAreBounded() {
    InputSpec input = new InputSpec(List.of(1 << 25), 0, 1);

    assertThat(BatchPlan.of(new long[] {-1, 1 << 25}, Optional.of(input)).atOnce(128)).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource({"RandomNormalLike, false", "Neg, true"})
  void randomnessCanBeSaidOutright(String operator, String said) throws Exception {
    Path file = file(FLOAT, List.of(-1L, 3L), List.of(-1L, 3L), OnnxFile.node(operator, "x", "y"));
    String text = "onnxruntime:" + file;
    try (OnnxRuntimeModel model =
        (OnnxRuntimeModel)
            ModelProviders.open(
                ModelRequest.parse(text, Optional.empty(), Map.of("random", said)))) {
      assertThat(model.declares().random()).isEqualTo(Boolean.parseBoolean(said));
    }
    assertThatThrownBy(
            () ->
                ModelProviders.open(
                    ModelRequest.parse(text, Optional.empty(), Map.of("random", "maybe"))))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("option random of model")
        .hasMessageContaining("expected true or false");
  }

  /** As in an imported file: 0 and the score, or both probabilities. */
  @Test
  void singleScoreStandsForTwoClasses() throws IOException {
    Path file =
        file(FLOAT, List.of(-1L, 1L), List.of(-1L, 1L), OnnxFile.node("Identity", "x", "y"));
    Tensor x = Tensors.of(new float[] {.25f, -2}, 2, 1);
    try (OnnxRuntimeModel scores = open(file, OnnxRuntimeOptions.DEFAULT)) {
      assertThat(scores.classes()).isEqualTo(2);
      assertThat(scores.logits(x, Draws.NONE).doubles()).containsExactly(0, .25, 0, -2);
      assertThat(scores.predict(x, Draws.NONE).ints()).containsExactly(1, 0);
    }
  }

  @Test
  void inputHasTheShapeOfTheFileAndTheRangeThatIsTold() throws IOException {
    Path file =
        file(DOUBLE, List.of(1L, 4L, 1L), List.of(1L, 4L, 1L), OnnxFile.node("Neg", "x", "y"));
    InputSpec image = new InputSpec(List.of(1, 2, 2), 0, 255);
    try (OnnxRuntimeModel model = open(file, OnnxRuntimeOptions.DEFAULT.withInput(image))) {
      assertThat(model.input()).isEqualTo(new InputSpec(List.of(4, 1), 0, 255));
      double[] logits =
          Scope.value(
              () ->
                  model
                      .logits(Tensors.of(new float[] {1, 2, 3, 4}, 1, 4, 1), Draws.NONE)
                      .doubles());
      assertThat(logits).containsExactly(-1, -2, -3, -4);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-1 4 | 5 | its input has the shape [-1, 4], which does not hold samples of shape [5]",
        "2 4 | 3 | its input has the shape [2, 4], which does not hold samples of shape [3]",
        "-1 -1 | | its input has the shape [-1, -1], which leaves more open than the batch",
        "-1 -1 -1 | 4 | which does not say where the dimensions of [4] go"
      })
  void shapesThatDoNotFitAreOneSentence(String shape, String features, String sentence)
      throws IOException {
    List<Long> declared = List.of(shape.split(" ")).stream().map(Long::valueOf).toList();
    Path file = file(FLOAT, declared, declared, OnnxFile.node("Neg", "x", "y"));
    OnnxRuntimeOptions options =
        features == null
            ? OnnxRuntimeOptions.DEFAULT
            : OnnxRuntimeOptions.DEFAULT.withInput(
                new InputSpec(List.of(Integer.parseInt(features)), 0, 1));

    assertThatThrownBy(() -> open(file, options))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("net.onnx can't be used: ")
        .hasMessageContaining(sentence)
        .hasMessageNotContaining("\n");
  }

  @Test
  void openDimensionsAreTakenFromTheSample() throws IOException {
    List<Long> open = List.of(-1L, -1L, 2L);
    Path file = file(FLOAT, open, open, OnnxFile.node("Neg", "x", "y"));
    for (List<Integer> shape : List.of(List.of(3, 2), List.of(6))) {
      InputSpec input = new InputSpec(shape, 0, 1);
      try (OnnxRuntimeModel model = open(file, OnnxRuntimeOptions.DEFAULT.withInput(input))) {
        assertThat(model.classes()).isEqualTo(6);
      }
    }
  }

  @Test
  void brokenFilesAreOneSentence() throws IOException {
    Path file = folder.resolve("bad.onnx");
    assertRefused(file, "bad.onnx does not exist");
    Files.writeString(file, "This is no protobuf.");
    assertRefused(file, "bad.onnx can't be used: ONNX Runtime refuses it: ");
    Files.write(
        file,
        Files.readAllBytes(
            file(FLOAT, List.of(-1L, 2L), List.of(-1L, 2L), OnnxFile.node("Nag", "x", "y"))));
    assertRefused(file, "Nag");
    Files.write(
        file,
        Files.readAllBytes(
            file(LONG, List.of(-1L, 2L), List.of(-1L, 2L), OnnxFile.node("Neg", "x", "y"))));
    assertRefused(
        file, "its outputs are [y (a tensor of INT64)], expected one with FLOAT or DOUBLE");
  }

  private static void assertRefused(Path file, String sentence) {
    assertThatThrownBy(() -> open(file, OnnxRuntimeOptions.DEFAULT))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(sentence)
        .hasMessageNotContaining("\n");
  }

  @Test
  void schemeOnnxruntimeIsKnown() throws Exception {
    Path file = file(FLOAT, List.of(-1L, 2L), List.of(-1L, 2L), OnnxFile.softmax("x", "y", 1));
    String text = "onnxruntime:" + file;

    assertThat(ModelProviders.know(text)).isTrue();
    try (OnnxRuntimeModel model =
        (OnnxRuntimeModel)
            ModelProviders.open(
                ModelRequest.parse(
                    text,
                    Optional.empty(),
                    Map.of(
                        "answers",
                        "probabilities",
                        "threads",
                        "2",
                        "batch",
                        "7",
                        "classes",
                        "2")))) {
      assertThat(model.name()).isEqualTo("net.onnx");
      assertThat(model.scores()).isEqualTo(Scores.PROBABILITIES);
      assertThat(model.samplesAtOnce()).isEqualTo(7);
    }
    assertThatThrownBy(
            () ->
                ModelProviders.open(
                    ModelRequest.parse(text, Optional.empty(), Map.of("answers", "guesses"))))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("expected logits or probabilities");
    assertThatThrownBy(
            () ->
                ModelProviders.open(
                    ModelRequest.parse(text, Optional.empty(), Map.of("classes", "3"))))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("has 2 classes, not 3");
  }
}
