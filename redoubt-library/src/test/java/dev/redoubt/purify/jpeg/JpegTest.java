package dev.redoubt.purify.jpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.Datasets;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.RandomStream;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JpegTest {
  private static final int[] QUALITIES = {1, 10, 25, 50, 75, 90, 100};

  /** From 0 to 255: noise for even seeds, else waves of a random direction, phase and length. */
  private static int[] image(int channels, int height, int width, int seed) {
    RandomStream stream = RandomStream.of(7, seed, "image");
    double down = stream.uniform();
    double across = stream.uniform();
    double phase = 6 * stream.uniform();
    return IntStream.range(0, channels * height * width)
        .map(
            i -> {
              int y = i / width % height;
              int x = i % width;
              int plane = i / (height * width);
              double wave = Math.sin(down * y + across * x + phase + plane);
              return seed % 2 == 0 ? stream.below(256) : (int) (127.5 + 120 * wave);
            })
        .toArray();
  }

  private static float[] pixels(int[]... images) {
    float[] pixels = new float[images.length * images[0].length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = images[i / images[0].length][i % images[0].length] / 255f;
    }
    return pixels;
  }

  private static float[] applied(Jpeg jpeg, float[] pixels) {
    return Scope.value(() -> jpeg.apply(batch(jpeg, pixels), Draws.NONE).floats());
  }

  private static Tensor batch(Jpeg jpeg, float[] pixels) {
    List<Integer> shape = jpeg.takes().shape();
    int rows = pixels.length / jpeg.takes().features();
    return Tensors.of(pixels, rows, shape.get(0), shape.get(1), shape.get(2));
  }

  private static Tensor smooth(Jpeg jpeg, Tensor x) {
    return ((Declaration.Backward.Surrogate) jpeg.declares().backward())
        .substitute()
        .apply(x, Draws.NONE);
  }

  /** The codec is one of whole numbers, and so are we: not a byte may differ. */
  @ParameterizedTest
  @CsvSource({
    "1, 28, 28",
    "1, 33, 17",
    "1, 3, 1",
    "3, 32, 32",
    "3, 33, 17",
    "3, 18, 20",
    "3, 5, 5",
    "3, 6, 4",
    "3, 1, 1"
  })
  void jdkMakesTheSameOfNoiseAndWaves(int channels, int height, int width) {
    int[][] images =
        IntStream.range(0, 6)
            .mapToObj(seed -> image(channels, height, width, seed))
            .toArray(int[][]::new);
    for (int quality : QUALITIES) {
      Jpeg jpeg = new Jpeg(quality, InputSpec.image(channels, height, width));
      assertSame(jpeg, images, applied(jpeg, pixels(images)));
    }
  }

  @Test
  void jdkMakesTheSameOfRoadSigns() {
    Dataset signs = Datasets.open("roadsigns", "test");
    int features = signs.input().features();
    int[][] images = new int[40][features];
    float[] sample = new float[features];
    for (int i = 0; i < images.length; i++) {
      signs.read(i, sample, 0);
      for (int j = 0; j < features; j++) {
        images[i][j] = Math.round(sample[j] * 255);
      }
    }
    for (int quality : new int[] {25, 75}) {
      Jpeg jpeg = new Jpeg(quality, signs.input());
      float[] output = applied(jpeg, pixels(images));
      assertThat(output).isNotEqualTo(pixels(images));
      assertSame(jpeg, images, output);
    }
  }

  private static void assertSame(Jpeg jpeg, int[][] images, float[] output) {
    List<Integer> shape = jpeg.takes().shape();
    int features = images[0].length;
    for (int i = 0; i < images.length; i++) {
      int[] theirs =
          JdkCodec.decoded(images[i], shape.get(0), shape.get(1), shape.get(2), jpeg.quality());
      float[] ours = Arrays.copyOfRange(output, i * features, (i + 1) * features);
      assertThat(ours).as("image %d at %s", i, jpeg).containsExactly(pixels(theirs));
    }
  }

  /** Where the Group's percentage is a whole number, which is all that the JDK knows. */
  @Test
  void jdkWritesTheSameTables() {
    for (int quality : new int[] {1, 2, 4, 5, 8, 10, 20, 25, 40, 50, 60, 75, 80, 90, 95, 99, 100}) {
      List<int[]> tables = JdkCodec.tables(quality);
      assertThat(QuantisationTable.luminance(quality).steps()).isEqualTo(tables.get(0));
      assertThat(QuantisationTable.chrominance(quality).steps()).isEqualTo(tables.get(1));
    }
  }

  @Test
  void otherQualitiesAreTruncatedToPercentages() {
    // 5000 / 30 is 166.67: 12 * 1.66 + .5 is 20.42, but 13 * 1.66 + .5 is 22.08 and not 22.17.
    assertThat(QuantisationTable.luminance(30).steps()).startsWith(27, 18, 17, 27, 40, 66, 85, 101);
  }

  @Test
  void aRowIsChangedAsInABatch() {
    Jpeg jpeg = new Jpeg(40, InputSpec.image(3, 11, 21));
    int[][] images = {image(3, 11, 21, 1), image(3, 11, 21, 2), image(3, 11, 21, 3)};
    float[] batch = applied(jpeg, pixels(images));
    int features = jpeg.takes().features();
    for (int i = 0; i < images.length; i++) {
      assertThat(applied(jpeg, pixels(images[i])))
          .isEqualTo(Arrays.copyOfRange(batch, i * features, (i + 1) * features));
    }
  }

  @Test
  void rangeIsTheInputs() {
    InputSpec signed = new InputSpec(List.of(3, 9, 9), -1, 1);
    float[] pixels = pixels(image(3, 9, 9, 3), image(3, 9, 9, 2));
    float[] expected = applied(new Jpeg(60, InputSpec.image(3, 9, 9)), pixels);
    float[] doubled = pixels.clone();
    for (int i = 0; i < doubled.length; i++) {
      doubled[i] = 2 * doubled[i] - 1;
    }
    float[] output = applied(new Jpeg(60, signed), doubled);
    for (int i = 0; i < output.length; i++) {
      assertThat(output[i]).isCloseTo(2 * expected[i] - 1, within(1e-6f));
    }
  }

  @Test
  void valuesOutsideOfTheRangeAreClipped() {
    Jpeg jpeg = new Jpeg(75, InputSpec.image(1, 8, 8));
    float[] pixels = pixels(image(1, 8, 8, 2));
    float[] beyond = pixels.clone();
    float[] within = pixels.clone();
    for (int i = 0; i < pixels.length; i++) {
      beyond[i] = 3 * pixels[i] - 1;
      within[i] = Math.max(0, Math.min(1, beyond[i]));
    }
    assertThat(applied(jpeg, beyond)).isEqualTo(applied(jpeg, within));
  }

  /** The step of a block's mean is one grey level at this quality. */
  @Test
  void constantImagesStay() {
    Jpeg jpeg = new Jpeg(75, InputSpec.image(1, 12, 12));
    for (int level : new int[] {0, 1, 100, 254, 255}) {
      int[] image = new int[144];
      Arrays.fill(image, level);
      assertThat(applied(jpeg, pixels(image))).isEqualTo(pixels(image));
    }
  }

  @Test
  void smoothQuantiserHasTheMeanDerivative() {
    Scope.run(
        () -> {
          Tensor x = Autograd.variable(Tensors.of(new double[] {-1.75, -.5, 0, .25, 3}, 5));
          Tensor quantised = Arithmetic.SMOOTH.quantised(x);
          assertThat(quantised.doubles())
              .containsExactly(
                  new double[] {-2 + .5 * (.25 + .015625), -.3125, 0, .1328125, 3}, within(1e-12));
          assertThat(Autograd.grad(Reductions.sum(quantised), x).doubles())
              .containsExactly(new double[] {.59375, .875, .5, .59375, .5}, within(1e-12));
        });
  }

  /** Along its gradient, the surrogate foretells what becomes of the exact values. */
  @Test
  void surrogateFollowsTheCodec() {
    Jpeg jpeg = new Jpeg(75, InputSpec.image(3, 24, 24));
    float[] pixels = pixels(image(3, 24, 24, 1), image(3, 24, 24, 3), image(3, 24, 24, 5));
    Scope.run(
        () -> {
          Tensor x = Autograd.variable(batch(jpeg, pixels));
          Tensor substitute = smooth(jpeg, x);
          Tensor exact = jpeg.apply(x.detached(), Draws.NONE);
          Tensor off = substitute.minus(exact);
          assertThat(Reductions.mean(off.times(off)).item()).isLessThan(.02 * .02);

          Draws draws = new Draws(5, new long[] {0, 1, 2}, "weights");
          Tensor weights = jpeg.apply(draws.uniformLike(exact, 0, 1), Draws.NONE).minus(.5);
          Tensor gradient = Autograd.grad(Reductions.sum(substitute.times(weights)), x);
          Tensor moved = jpeg.apply(x.detached().plus(.1, gradient), Draws.NONE);
          double foretold = .1 * Reductions.sum(gradient.times(gradient)).item();
          double found = Reductions.sum(moved.minus(exact).times(weights)).item();
          assertThat(found / foretold).isBetween(.5, 2.);
        });
  }

  @Test
  void declaresWhatItIs() {
    Jpeg jpeg = new Jpeg(75, InputSpec.image(3, 8, 8));
    assertThat(jpeg.name()).isEqualTo("jpeg");
    assertThat(jpeg.settings()).containsOnly(Map.entry("quality", 75));
    assertThat(jpeg.declares().random()).isFalse();
    assertThat(jpeg.gives()).isEqualTo(jpeg.takes());
  }

  @Test
  void refusesWhatItCanNotDo() {
    InputSpec image = InputSpec.image(3, 8, 8);
    for (int quality : new int[] {0, 101}) {
      assertThatThrownBy(() -> new Jpeg(quality, image))
          .isInstanceOf(BadInputException.class)
          .hasMessage("jpeg wants a quality from 1 to 100, not " + quality);
    }
    for (InputSpec spec : List.of(new InputSpec(List.of(784), 0, 1), InputSpec.image(2, 8, 8))) {
      assertThatThrownBy(() -> new Jpeg(75, spec))
          .isInstanceOf(BadInputException.class)
          .hasMessage("jpeg wants images of 1 or 3 channels, not inputs of shape " + spec.shape());
    }
  }
}
