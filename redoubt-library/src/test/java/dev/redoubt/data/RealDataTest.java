package dev.redoubt.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redoubt.BadInputException;
import dev.redoubt.testing.SharedData;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The readers on the real files that the shared data has. */
class RealDataTest {
  @Test
  void mnistHasTheCanonicalSizesLabelsAndPixels() throws Exception {
    String folder = "mnist:" + SharedData.require("mnist");
    Dataset test = Datasets.open(folder, "test");
    assertThat(test.size()).isEqualTo(10_000);
    assertThat(Samples.labels(test, 3)).containsExactly(7, 2, 1);
    assertThat(test.input()).isEqualTo(InputSpec.image(1, 28, 28));
    assertThat(test.classes()).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    // SHA-256 of t10k-images-idx3-ubyte after its header of 16 bytes.
    assertThat(sha256OfBytes(test)).startsWith("6d87418db22cc802");

    Dataset train = Datasets.open(folder, "train");
    assertThat(train.size()).isEqualTo(60_000);
    assertThat(Samples.labels(train, 3)).containsExactly(5, 0, 4);
  }

  @Test
  void fashionMnistWithoutImagesNamesTheMissingFile() {
    String folder = "mnist:" + SharedData.require("fashion-mnist");
    assertThatThrownBy(() -> Datasets.open(folder, "test"))
        .isInstanceOf(BadInputException.class)
        .hasMessageEndingWith("holds no t10k-images-idx3-ubyte or t10k-images-idx3-ubyte.gz");
  }

  @Test
  void cifar10ReadsPlanesAndLabels() {
    String folder = "cifar10:" + SharedData.require("cifar10");
    Dataset train = Datasets.open(folder, "train");
    Dataset test = Datasets.open(folder, "test");
    assertThat(train.size()).isEqualTo(1000);
    assertThat(test.size()).isEqualTo(100);
    assertThat(train.classes().get(train.label(0))).isEqualTo("frog");
    assertThat(train.label(0)).isEqualTo(6);
    assertThat(train.input()).isEqualTo(InputSpec.image(3, 32, 32));
    // The well-known first pixel of the first training image: RGB 59, 62, 63.
    float[] frog = Samples.values(train, 0);
    assertThat(new float[] {frog[0], frog[1024], frog[2048]})
        .containsExactly(59 / 255f, 62 / 255f, 63 / 255f);
  }

  @Test
  void trafficSignsInAZipAreSplitByTrack() {
    String zip = "images:" + SharedData.require("gtsrb/gtsrb32_train.zip");
    Dataset all = Datasets.open(zip, "all");
    assertThat(all.size()).isEqualTo(3920);
    assertThat(all.classes()).hasSize(43);
    assertThat(all.input()).isEqualTo(InputSpec.image(3, 32, 32));
    assertThat(all.label(0)).isZero();
    assertThat(all.label(3919)).isEqualTo(42);

    Dataset train = Datasets.open(zip, "train");
    Dataset test = Datasets.open(zip, "test");
    assertThat(train.size() + test.size()).isEqualTo(3920);
    assertThat(test.size()).isBetween(650, 920);
    // Three frames a track, kept together: both parts are made of whole tracks.
    Set<Integer> counts = new HashSet<>();
    IntStream.range(0, 43)
        .map(c -> (int) IntStream.range(0, test.size()).filter(i -> test.label(i) == c).count())
        .forEach(n -> counts.add(n % 3));
    assertThat(counts).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void jpegFoldersAndFlatFoldersHaveTheirLabels() {
    Dataset train =
        Datasets.open(
            "images:" + SharedData.require("cifar10/cifar10_train_jpeg_q75_first1000perclass.zip"),
            "train");
    assertThat(train.size()).isEqualTo(10_000);
    assertThat(train.classes()).isEqualTo(ClassNames.CIFAR10);
    Dataset flat =
        Datasets.open("images:" + SharedData.require("cifar10/cifar10_test_jpeg_q75.zip"), "all");
    assertThat(Samples.labels(flat, 5)).containsExactly(3, 8, 8, 0, 6);

    // Lossy copies of the binary file's images: the same pictures within what JPEG loses.
    Dataset exact = Datasets.open("cifar10:" + SharedData.require("cifar10"), "test");
    float[] a = Samples.values(exact, 0);
    float[] b = Samples.values(flat, 0);
    double mean =
        IntStream.range(0, a.length).mapToDouble(i -> Math.abs(a[i] - b[i])).average().orElse(1);
    assertThat(mean).isLessThan(0.04);
  }

  @Test
  void picturesOfSeveralSizesAreRefusedByName() {
    String folder = "images:" + SharedData.require("foolbox/data");
    assertThatThrownBy(() -> Datasets.open(folder, "all"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("fashionMNIST_00_9.png is 28 × 28 with 1 channel but")
        .hasMessageContaining("cifar10_00_3.png is 32 × 32 with 3 channels");
  }

  @Test
  void spambaseIsATableWithAHeader() {
    String csv = "csv:" + SharedData.require("tabular/spambase/spambase.data");
    Dataset all = Datasets.open(csv, "all");
    assertThat(all.size()).isEqualTo(4601);
    assertThat(all.input()).isEqualTo(new InputSpec(List.of(57), 0, 15841));
    assertThat(all.classes()).containsExactly("0", "1");
    assertThat(IntStream.range(0, 4601).map(all::label).sum()).isEqualTo(1813);
    Dataset test = Datasets.open(csv, "test");
    assertThat(test.size() + Datasets.open(csv, "train").size()).isEqualTo(4601);
    assertThat(test.size()).isBetween(830, 1010);
  }

  @Test
  void fashionRowsHaveTheLabelInFront() {
    Dataset rows =
        Datasets.open(
            "csv:" + SharedData.require("fashion-mnist/fashion-mnist_test_1000rows.csv"), "all");
    assertThat(rows.input()).isEqualTo(new InputSpec(List.of(784), 0, 255));
    assertThat(rows.classes()).hasSize(10);
  }

  @Test
  void stateDictsInNpzHaveTheirShapes() {
    Map<String, NpyArray> arrays = NpzReader.read(SharedData.require("models/toy_mnist_2_20.npz"));
    assertThat(arrays.keySet()).contains("1.weight", "1.bias", "3.weight");
    NpyArray weight = Objects.requireNonNull(arrays.get("1.weight"));
    assertThat(weight.shape()).containsExactly(20, 784);
    assertThat(weight.type()).isEqualTo(NpyType.FLOAT32);
    assertThat(weight.floats()).hasSize(20 * 784);
  }

  private static String sha256OfBytes(Dataset dataset) throws Exception {
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    for (int i = 0; i < dataset.size(); i++) {
      for (float value : Samples.values(dataset, i)) {
        sha.update((byte) Math.round(value * 255));
      }
    }
    return HexFormat.of().formatHex(sha.digest());
  }
}
