package dev.redoubt.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.data.Batch;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetView;
import dev.redoubt.data.Datasets;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.LabelModel;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.testing.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Published models in each of their formats, opened as a user opens them. */
class ModelsTest {
  private static Dataset mnist() {
    return Datasets.open("mnist:" + SharedData.require("mnist"), "test");
  }

  private static OpenedModel open(String file, ModelOptions options) {
    return Models.open(SharedData.require(file).toString(), options, Device.CPU);
  }

  private static ModelOptions arch(String name) {
    ModelOptions none = ModelOptions.NONE;
    return new ModelOptions(
        Optional.of(name),
        none.shape(),
        none.range(),
        none.normalize(),
        false,
        none.classes(),
        List.of(),
        none.settings(),
        none.data());
  }

  private static double accuracy(LabelModel model, Dataset dataset) {
    int correct = 0;
    for (int from = 0; from < dataset.size(); from += 500) {
      int[] rows = IntStream.range(from, Math.min(dataset.size(), from + 500)).toArray();
      correct +=
          Scope.value(
              () -> {
                Batch batch = Batch.read(dataset, rows, Device.CPU);
                int[] predictions = model.predict(batch.inputs(), Draws.NONE).ints();
                int[] labels = batch.labels().ints();
                return (int)
                    IntStream.range(0, labels.length)
                        .filter(i -> predictions[i] == labels[i])
                        .count();
              });
    }
    return correct / (double) dataset.size();
  }

  /** Recorded with the models. */
  @ParameterizedTest
  @CsvSource({
    "models/wk_mnist_0.1.onnx, .9820",
    "models/wk_mnist_0.1.ts.pt, .9820",
    "models/fastadv_mnist_pgd.onnx, .9899",
    "models/fastadv_mnist_pgd.ts.pt, .9899",
    "models/advertorch_lenet5_clntrained.onnx, .9889",
    "models/advertorch_lenet5_clntrained.ts.pt, .9889",
  })
  void accuracyIsTheRecordedOne(String file, double recorded) {
    Dataset mnist = mnist();
    OpenedModel opened = open(file, ModelOptions.NONE.forData(mnist));

    assertThat(accuracy(opened.model(), mnist)).isEqualTo(recorded);
  }

  @ParameterizedTest
  @CsvSource({
    "wk_mnist_0.1, common-cnn",
    "fastadv_mnist_pgd, common-cnn",
    "advertorch_lenet5_clntrained, advertorch-lenet5",
  })
  void formatsOfOneNetAgree(String name, String arch) {
    Dataset digits = DatasetView.slice(mnist(), 0, 60);
    ModelOptions plain = ModelOptions.NONE.forData(digits);
    GradientModel onnx = gradients(open("models/" + name + ".onnx", plain));
    GradientModel script = gradients(open("models/" + name + ".ts.pt", plain));
    GradientModel weights = gradients(open("models/" + name + ".npz", arch(arch).forData(digits)));
    Scope.run(
        () -> {
          Tensor x = Batch.read(digits, IntStream.range(0, 60).toArray(), Device.CPU).inputs();
          for (GradientModel other : List.of(script, weights)) {
            assertThat(other.logits(x, Draws.NONE).doubles())
                .containsExactly(onnx.logits(x, Draws.NONE).doubles(), within(2e-4));
            assertThat(slope(other, x)).containsExactly(slope(onnx, x), within(2e-4));
          }
        });
  }

  private static GradientModel gradients(OpenedModel opened) {
    return (GradientModel) opened.model();
  }

  private static double[] slope(GradientModel model, Tensor at) {
    Tensor x = Autograd.variable(at);
    Tensor first = Reductions.sum(model.logitsOnTape(x, Draws.NONE), 0);
    return model.gradient(Reductions.sum(first.times(first)), x).doubles();
  }

  @Test
  void shapesThatDifferInOnesGoTogether() {
    Dataset mnist = DatasetView.slice(mnist(), 0, 500);
    OpenedModel opened =
        open("vnncomp/mnistfc/mnist-net_256x2.onnx", ModelOptions.NONE.forData(mnist));

    assertThat(opened.model().input().shape()).containsExactly(1, 28, 28);
    assertThat(opened.facts()).containsEntry("own input", "[784, 1]");
    assertThat(accuracy(opened.model(), mnist)).isGreaterThan(.95);
  }

  /** Recorded with the model, on the first 500. */
  @Test
  void coltNetHasItsRecordedAccuracy() {
    Dataset mnist = DatasetView.slice(mnist(), 0, 500);
    ModelOptions options = normalized("mean=.1307,std=.3081").forData(mnist);

    assertThat(accuracy(open("models/colt_mnist_0.1.onnx", options).model(), mnist))
        .isEqualTo(.992);
  }

  private static ModelOptions normalized(String text) {
    ModelOptions none = ModelOptions.NONE;
    return new ModelOptions(
        none.arch(),
        none.shape(),
        none.range(),
        Optional.of(ModelOptions.normalize(text)),
        false,
        none.classes(),
        List.of(),
        none.settings(),
        none.data());
  }

  /** The recorded specs are in normalised space; the pixels of the test images are exact. */
  @Test
  void normalisationIsPutBeforeTheModel(@TempDir Path folder) throws IOException {
    Files.copy(
        SharedData.require("cifar10/test_batch_first100.bin"), folder.resolve("test_batch.bin"));
    Dataset cifar = Datasets.open("cifar10:" + folder, "test");
    ModelOptions none = ModelOptions.NONE;
    ModelOptions normalized = normalized("mean=.485,.456,.406,std=.225,.225,.225");
    String file = "vnncomp/oval21/nets/cifar_base_kw.onnx";
    double plain = accuracy(open(file, none.forData(cifar)).model(), cifar);
    double right = accuracy(open(file, normalized.forData(cifar)).model(), cifar);

    assertThat(right).isGreaterThan(plain + .05);
  }

  @ParameterizedTest
  @ValueSource(strings = {"models/wk_mnist_0.1.npz", "models/wk_mnist_0.1.pth"})
  void weightsAloneWantAnArchitecture(String file) {
    assertThatThrownBy(() -> open(file, ModelOptions.NONE.forData(mnist())))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("--arch")
        .hasMessageContaining("common-cnn");
  }

  @Test
  void architecturesAreForWeightsAlone() {
    assertThatThrownBy(() -> open("models/wk_mnist_0.1.onnx", arch("common-cnn")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("is a model with its graph (ONNX)");
  }

  @Test
  void archivesDoNotSayTheirShape() {
    assertThatThrownBy(() -> open("models/wk_mnist_0.1.ts.pt", ModelOptions.NONE))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("--input-shape");
  }
}
