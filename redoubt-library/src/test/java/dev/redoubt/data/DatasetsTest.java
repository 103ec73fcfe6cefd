package dev.redoubt.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redoubt.BadInputException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatasetsTest {
  @SuppressWarnings("NullAway.Init") // set by JUnit
  @TempDir
  Path dir;

  @ParameterizedTest
  @CsvSource({"minst:x, mnist", "roadsign, roadsigns", "cifar:x, cifar10", "image:x, images"})
  void unknownNameSuggestsTheNearest(String spec, String nearest) {
    assertThatThrownBy(() -> Datasets.open(spec, "test"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("did you mean '" + nearest + "'?");
  }

  @Test
  void splitAndPathMustBeGiven() {
    assertThatThrownBy(() -> Datasets.open("mnist:x", "all"))
        .isInstanceOf(BadInputException.class)
        .hasMessage("unknown split 'all', expected train or test");
    assertThatThrownBy(() -> Datasets.open("csv", "test"))
        .isInstanceOf(BadInputException.class)
        .hasMessage("'csv' names no path, expected csv:PATH");
    assertThatThrownBy(() -> Datasets.open("npz:\0", "test")).isInstanceOf(BadInputException.class);
  }

  @Test
  void fashionFolderHasFashionNames() throws IOException {
    Path folder = Files.createDirectory(dir.resolve("Fashion-MNIST"));
    Files.write(
        folder.resolve("train-images-idx3-ubyte"),
        new byte[] {0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 0, -1});
    Files.write(folder.resolve("train-labels-idx1-ubyte"), new byte[] {0, 0, 8, 1, 0, 0, 0, 1, 9});
    Dataset data = Datasets.open("idx:" + folder, "train");
    assertThat(data.name()).isEqualTo("fashion-mnist");
    assertThat(data.classes().get(data.label(0))).isEqualTo("Ankle boot");
    assertThat(Samples.values(data, 0)).containsExactly(0, 1);
  }

  @Test
  void cifar100HasFineLabels() throws IOException {
    byte[] record = new byte[3074];
    record[0] = 19;
    record[1] = 99;
    record[2] = 51;
    Files.write(dir.resolve("train.bin"), record);
    Dataset data = Datasets.open("cifar100:" + dir, "train");
    assertThat(data.classes()).hasSize(100).doesNotHaveDuplicates().isSorted();
    assertThat(data.classes().get(data.label(0))).isEqualTo("worm");
    assertThat(Samples.values(data, 0)[0]).isEqualTo(0.2f);
  }

  @Test
  void pngGreyAndColourAndTrainTestFolders() throws IOException {
    png("train/b/1.png", BufferedImage.TYPE_INT_RGB, 0x336699);
    png("train/a/2.png", BufferedImage.TYPE_INT_ARGB, 0xff000000);
    png("test/b/3.jpg", BufferedImage.TYPE_INT_RGB, 0xffffff);
    Dataset train = Datasets.open("images:" + dir, "train");
    Dataset test = Datasets.open("images:" + dir, "test");
    assertThat(train.classes()).containsExactly("a", "b").isEqualTo(test.classes());
    assertThat(test.label(0)).isEqualTo(1);
    assertThat(Samples.values(train, 1)).containsExactly(0.2f, 0.2f, 0.4f, 0.4f, 0.6f, 0.6f);

    png("grey/x_0.png", BufferedImage.TYPE_BYTE_GRAY, 0x808080);
    Dataset grey = Datasets.open("images:" + dir.resolve("grey"), "all");
    assertThat(grey.input()).isEqualTo(InputSpec.image(1, 1, 2));
  }

  @Test
  void greyPngKeepsItsValues() throws IOException {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setSample(0, 0, 0, 100);
    image.getRaster().setSample(1, 0, 0, 200);
    ImageIO.write(image, "png", dir.resolve("x_3.png").toFile());
    Dataset grey = Datasets.open("images:" + dir, "all");
    assertThat(Samples.values(grey, 0)).containsExactly(100 / 255f, 200 / 255f);
    assertThat(grey.label(0)).isEqualTo(3);
  }

  @Test
  void ppmWithCommentsAndSmallMaximum() {
    byte[] ppm = "P6 # one\n#two\n1 2\n15\n\0\17\5\5\5\5".getBytes(StandardCharsets.ISO_8859_1);
    RawImage image = ImageDecoder.decode(ppm, "x.ppm");
    assertThat(image.size()).isEqualTo("1 × 2 with 3 channels");
    assertThat(image.pixels()).containsExactly(0, 85, 255, 85, 85, 85);
  }

  @Test
  void tablesWithNamesInPlaceOfNumbers() throws IOException {
    Path file = dir.resolve("iris.csv");
    Files.writeString(file, "5.1,3.5,setosa\n0.5,-1,virginica\n1,1,setosa\n");
    Dataset all = Datasets.open("csv:" + file, "all");
    assertThat(all.name()).isEqualTo("iris");
    assertThat(all.size()).isEqualTo(3);
    assertThat(all.classes()).containsExactly("setosa", "virginica");
    assertThat(all.input().low()).isEqualTo(-1);
    assertThat(all.input().high()).isEqualTo(5.1f);
    Files.writeString(file, "\ufeffClass,0,1\n2,0.5,0.25\n0,0,1\n");
    Dataset named = Datasets.open("csv:" + file, "all");
    assertThat(named.input()).isEqualTo(new InputSpec(List.of(2), 0, 1));
    assertThat(named.classes()).containsExactly("0", "1", "2");
    assertThat(named.label(0)).isEqualTo(2);
    assertThat(Samples.values(named, 0)).containsExactly(0.5f, 0.25f);
  }

  @Test
  void rowsAreDividedByTheirIndexForGood() {
    int[] test = HashSplit.ofRows(10_000, "test");
    assertThat(test).hasSizeBetween(1880, 2120);
    assertThat(IntStream.of(HashSplit.ofRows(10_000, "train")))
        .hasSize(10_000 - test.length)
        .doesNotContainAnyElementsOf(IntStream.of(test).boxed().toList());
    assertThat(HashSplit.ofRows(20_000, "test")).startsWith(test);
    assertThat(IntStream.of(test).limit(5)).containsExactly(3, 10, 18, 21, 33);
  }

  @Test
  void npzInputsOfBothKinds() throws IOException {
    Path file = dir.resolve("set.npz");
    NpyArray labels = NpyArray.of(new int[] {1, 0}, 2);
    NpyArray pixels = NpyArray.of(new byte[] {0, 51, -1, 0}, 2, 1, 1, 2);
    NpzWriter.write(file, Map.of("x", pixels, "y", labels));
    Dataset bytes = Datasets.open("npz:" + file, "all");
    assertThat(Samples.values(bytes, 0)).containsExactly(0, 0.2f);
    assertThat(bytes.input()).isEqualTo(InputSpec.image(1, 1, 2));
    NpzWriter.write(
        file,
        Map.of(
            "inputs", NpyArray.of(new double[] {-1, 3}, 2, 1),
            "labels", labels,
            "low", NpyArray.of(new double[] {-1}),
            "high", NpyArray.of(new double[] {3})));
    Dataset floats = Datasets.open("npz:" + file, "all");
    assertThat(floats.input()).isEqualTo(new InputSpec(List.of(1), -1, 3));
    assertThat(Samples.values(floats, 1)).containsExactly(3);
  }

  private void png(String name, int type, int rgb) throws IOException {
    BufferedImage image = new BufferedImage(2, 1, type);
    image.setRGB(0, 0, rgb | 0xff000000);
    image.setRGB(1, 0, rgb | 0xff000000);
    Path file = dir.resolve(name);
    Files.createDirectories(file.getParent());
    ImageIO.write(image, name.endsWith("jpg") ? "jpg" : "png", file.toFile());
  }
}
