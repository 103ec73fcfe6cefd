package dev.redoubt.onnxruntime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.TensorProto;
import dev.redoubt.BadInputException;
import dev.redoubt.catalog.ModelOptions;
import dev.redoubt.catalog.Models;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.ScoreModel;
import dev.redoubt.nn.operator.Normalize;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users say of a model holds for black boxes as well. */
class OpenedBlackBoxTest {
  private static final InputSpec IMAGE = new InputSpec(List.of(2, 1, 3), 0, 10);

  @TempDir private Path folder = Path.of("");

  /** Gives its own input as scores. */
  private String echo(Long... shape) throws IOException {
    Path file = folder.resolve("echo.onnx");
    List<Long> dims = List.of(shape);
    return "onnxruntime:"
        + OnnxFile.write(
            file,
            TensorProto.DataType.FLOAT_VALUE,
            dims,
            dims,
            OnnxFile.node("Identity", "x", "y"));
  }

  private static ModelOptions options(boolean channelsLast, Optional<Normalize> normalize) {
    return new ModelOptions(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        normalize,
        channelsLast,
        Optional.empty(),
        List.of(),
        Map.of(),
        Optional.of(IMAGE));
  }

  private static double[] scores(String spec, ModelOptions options) {
    ScoreModel model = (ScoreModel) Models.open(spec, options, Device.CPU).model();
    assertThat(model.input()).isEqualTo(IMAGE);
    return Scope.value(
        () ->
            model
                .logits(Tensors.of(new float[] {1, 2, 3, 4, 5, 6}, 1, 2, 1, 3), Draws.NONE)
                .doubles());
  }

  @Test
  void channelsAreMovedLast() throws IOException {
    assertThat(scores(echo(-1L, 1L, 3L, 2L), options(true, Optional.empty())))
        .containsExactly(1, 4, 2, 5, 3, 6);
  }

  @Test
  void valuesAreNormalised() throws IOException {
    Normalize normalize = new Normalize(List.of(1.0, 2.0), List.of(1.0, 2.0));

    assertThat(scores(echo(-1L, 2L, 1L, 3L), options(false, Optional.of(normalize))))
        .containsExactly(0, 1, 2, 1, 1.5, 2);
  }

  @Test
  void rangeIsThatOfTheData() throws IOException {
    assertThat(scores(echo(1L, 2L, 1L, 3L), options(false, Optional.empty())))
        .containsExactly(1, 2, 3, 4, 5, 6);
  }

  /** So that a run that was broken off does not go on with another model. */
  @Test
  void digestIsThatOfTheContent() throws IOException {
    ModelOptions options = options(false, Optional.empty());
    String spec = echo(-1L, 2L, 1L, 3L);
    String before = Models.open(spec, options, Device.CPU).digest();
    String unchanged = Models.open(spec, options, Device.CPU).digest();
    assertThat(echo(1L, 2L, 1L, 3L)).isEqualTo(spec);
    String replaced = Models.open(spec, options, Device.CPU).digest();

    assertThat(unchanged).isEqualTo(before);
    assertThat(replaced).isNotEqualTo(before);
  }

  @Test
  void architecturesAreForWeightsAlone() throws IOException {
    String spec = echo(-1L, 6L);
    ModelOptions options =
        new ModelOptions(
            Optional.of("common-cnn"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            Optional.empty(),
            List.of(),
            Map.of(),
            Optional.empty());

    assertThatThrownBy(() -> Models.open(spec, options, Device.CPU))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("--arch and --map are for weights alone");
  }

  /** The scheme in large letters, and the number of classes from the data. */
  @Test
  void servicesInLargeLettersKnowTheClassesOfTheData() {
    ModelOptions options =
        new ModelOptions(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            Optional.of(7),
            List.of(),
            Map.of(),
            Optional.of(IMAGE));

    assertThat(Models.open("HTTP://localhost/p", options, Device.CPU).model().classes())
        .isEqualTo(7);
  }

  @Test
  void otherOrdersAreNotGuessed() throws IOException {
    String flat = echo(-1L, 6L);

    assertThatThrownBy(() -> scores(flat, options(false, Optional.empty())))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("--input-shape");
  }
}
