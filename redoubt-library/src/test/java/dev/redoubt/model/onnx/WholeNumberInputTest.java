package dev.redoubt.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redoubt.BadInputException;
import dev.redoubt.catalog.ModelOptions;
import dev.redoubt.catalog.Models;
import dev.redoubt.catalog.OpenedModel;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.ScoreModel;
import dev.redoubt.nn.operator.Normalize;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that take integers, such as bytes of an image. */
class WholeNumberInputTest {
  @TempDir private Path folder = Path.of("");

  /** Gives its own input as scores. */
  private OpenedModel open(Optional<Normalize> normalize) throws IOException {
    byte[] model =
        new OnnxText(13, "y = Cast x to=1").model("int64", 0, List.of(2), "y").toByteArray();
    Path file = Files.write(folder.resolve("bytes.onnx"), model);
    return Models.open(
        file.toString(),
        new ModelOptions(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            normalize,
            false,
            Optional.empty(),
            List.of(),
            Map.of(),
            Optional.of(new InputSpec(List.of(2), 0, 1))),
        Device.CPU);
  }

  @Test
  void fractionsAreRefused() {
    assertThatThrownBy(() -> open(Optional.empty()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("whole numbers")
        .hasMessageContaining("--normalize");
  }

  /** 200 / 255 in fp32 is a hair under what would give 200 again. */
  @Test
  void bytesComeBackWhole() throws IOException {
    OpenedModel opened = open(Optional.of(new Normalize(List.of(0.0), List.of(1 / 255.0))));
    double[] scores =
        Scope.value(
            () ->
                ((ScoreModel) opened.model())
                    .logits(Tensors.of(new float[] {200 / 255f, 83 / 255f}, 1, 2), Draws.NONE)
                    .doubles());

    assertThat(scores).containsExactly(200, 83);
    assertThat(opened.facts()).containsKey("note");
    assertThat(opened.facts().get("note")).contains("whole numbers");
  }
}
