package dev.redoubt.model.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.data.InputSpec;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is found out about small archives whose code is known. */
class ScriptModelTest {
  private static final InputSpec FOUR = new InputSpec(List.of(4), 0, 1);
  private static final String LINEAR = "x @ self.w.t()";

  @TempDir private Path folder = Path.of("");

  private ScriptModel model(String body, InputSpec input) {
    Path file =
        ScriptFixture.write(folder.resolve("net.pt"), "def forward(self, x):\n  " + body + "\n");
    return ScriptModel.read("net", file, input, Device.CPU);
  }

  private ScriptModel model(String body) {
    return model(body, FOUR);
  }

  private static double[] logits(ScriptModel model, float... x) {
    return Scope.value(() -> model.logits(Tensors.of(x, x.length / 4, 4), Draws.NONE).doubles());
  }

  @Test
  void linearNetInClosedForm() {
    ScriptModel model = model("return " + LINEAR);

    assertThat(logits(model, 1, 0, 0, 1))
        .containsExactly(new double[] {.5, 1.3, 2.1}, within(1e-6));
    assertThat(model.facts().parameters()).isEqualTo(12);
    assertThat(model.facts().buffers()).isZero();
    assertThat(model.facts().schema()).contains("forward", "Tensor");
    assertThat(model.facts().precise()).isTrue();
    double[] gradient =
        Scope.value(
            () -> {
              Tensor leaf = Autograd.variable(Tensors.of(new float[4], 1, 4));
              Tensor value = Reductions.sum(model.logitsOnTape(leaf, Draws.NONE));
              return model.gradient(value, leaf).doubles();
            });
    assertThat(gradient).containsExactly(new double[] {1.5, 1.8, 2.1, 2.4}, within(1e-6));
  }

  @Test
  void firstElementOfATupleCounts() {
    ScriptModel model = model("return (" + LINEAR + ", x)");

    assertThat(logits(model, 1, 0, 0, 1))
        .containsExactly(new double[] {.5, 1.3, 2.1}, within(1e-6));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "return torch.softmax(x @ self.w.t(), 1) | true",
        "return torch.log_softmax(x @ self.w.t(), 1) | false",
        "return torch.sigmoid(x @ self.w.t()) | false"
      })
  void probabilitiesAreRecognised(String body, boolean probabilities) {
    assertThat(model(body).probabilities()).isEqualTo(probabilities);
  }

  /** Scores .5, 1.3 and 2.1, up to a constant; and what fp32 rounds to zero stays finite. */
  @Test
  void logarithmsOfProbabilitiesAreLogits() {
    ScriptModel model = model("return torch.softmax(x @ self.w.t(), 1)");
    double[] logits = logits(model, 1, 0, 0, 1);

    assertThat(logits[1] - logits[0]).isCloseTo(.8, within(1e-5));
    assertThat(logits[2] - logits[1]).isCloseTo(.8, within(1e-5));
    assertThat(DoubleStream.of(logits(model, 1000, 0, 0, 1000))).allMatch(Double::isFinite);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "return x @ self.w.t() | true",
        "return torch.sin(30 * (x @ self.w.t())) | true",
        "return (x @ self.w.t()).to(6).to(x.dtype) | false",
        "return x.to(6).to(x.dtype) @ self.w.t() | false",
        "return x @ self.w.t().to(6) | false"
      })
  void twinIsOfferedOnlyIfItComputesInFp64Throughout(String body, boolean precise) {
    ScriptModel model = model(body);

    assertThat(model.facts().precise()).isEqualTo(precise);
    assertThat(model.inDoublePrecision().isPresent()).isEqualTo(precise);
  }

  @Test
  void twinIsExactToFp64() {
    ScriptModel twin = model("return torch.sin(x @ self.w.t())").inDoublePrecision().orElseThrow();
    double[] logits =
        Scope.value(
            () ->
                twin.logits(Tensors.of(new double[] {1 / 3d, 0, 0, 0}, 1, 4), Draws.NONE)
                    .doubles());

    assertThat(logits[0]).isCloseTo(Math.sin((double) .1f / 3), within(1e-15));
  }

  @Test
  void netThatTakesOneSampleAtATimeIsAskedRowByRow() {
    ScriptModel model = model("return x.view(1, 4) @ self.w.t()");

    assertThat(model.facts().fixedBatch()).isTrue();
    assertThat(logits(model, 1, 0, 0, 1, 0, 1, 0, 0))
        .containsExactly(new double[] {.5, 1.3, 2.1, .2, .6, 1}, within(1e-6));
  }

  @Test
  void netThatMixesItsRowsIsAskedRowByRow() {
    ScriptModel model = model("return (x - x.mean(0, True) * (x.size(0) - 1)) @ self.w.t()");

    assertThat(model.facts().fixedBatch()).isTrue();
  }

  @Test
  void dropoutThatStaysOnIsDeclaredRandom() {
    ScriptModel model = model("return torch.dropout(x, 0.5, True) @ self.w.t()");

    assertThat(model.declares().random()).isTrue();
    assertThat(model.inDoublePrecision()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "return {\"a\": x} | its result is a GenericDict, expected a tensor or a tuple",
        "return x.sum() | gives the shape [], expected [1, classes]",
        "return x[:, 0:1] | gives the shape [1, 1], expected [1, classes]",
        "return x @ self.w | mat1 and mat2 shapes cannot be multiplied",
      })
  void resultThatIsNoLogitsIsOneSentence(String body, String sentence) {
    assertThatThrownBy(() -> model(body))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("net.pt can't be used: ")
        .hasMessageContaining(sentence)
        .hasMessageNotContaining("\n");
  }

  @Test
  void wrongShapesAreOneSentence() {
    assertThatThrownBy(() -> model("return " + LINEAR, new InputSpec(List.of(5), 0, 1)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("mat1 and mat2 shapes cannot be multiplied (1x5 and 4x3)");
    ScriptModel model = model("return " + LINEAR);
    assertThatThrownBy(
            () -> Scope.run(() -> model.logits(Tensors.of(new float[5], 1, 5), Draws.NONE)))
        .isInstanceOf(BadInputException.class)
        .hasMessage("model net takes inputs of the shape [1, 4], not [1, 5]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"torch.save(x, \"stolen\")", "x = torch.from_file(\"stolen\", True, 4)"})
  void codeThatTouchesFilesIsRefused(String statement) {
    assertThatThrownBy(() -> model(statement + "\n  return " + LINEAR))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("calls save or from_file");
  }
}
