package dev.redoubt.data.roadsigns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redoubt.BadInputException;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.Datasets;
import dev.redoubt.data.InputSpec;
import java.util.Arrays;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RoadSignsTest {
  /** Changes only on purpose: published figures rest on these pixels. */
  private static final String TRAIN_DIGEST =
      "9687703d6713cd2e19cea595b5b5d774da33f178e42a118706338819875aa43f";

  private static final String TEST_DIGEST =
      "9762eaed4761b7fd75aab496c0cc38ae100865e0f58798f323b8baa4103f4b34";

  private static final Dataset TRAIN = Datasets.open("roadsigns", "train");
  private static final Dataset TEST = Datasets.open("roadsigns", "test");

  @Test
  void pixelsAreTheSameEverywhere() {
    assertThat(TRAIN.digest()).isEqualTo(TRAIN_DIGEST);
    assertThat(TEST.digest()).isEqualTo(TEST_DIGEST);
  }

  @Test
  void splitsHaveTheirSizesAndAreBalanced() {
    assertThat(TRAIN.size()).isEqualTo(6000);
    assertThat(TEST.size()).isEqualTo(1200);
    assertThat(TEST.input()).isEqualTo(InputSpec.image(3, 32, 32));
    assertThat(TEST.classes()).hasSize(12).doesNotHaveDuplicates().contains("stop", "yield");
    for (int label = 0; label < 12; label++) {
      assertThat(count(TRAIN, label)).isEqualTo(500);
      assertThat(count(TEST, label)).isEqualTo(100);
    }
    assertThatThrownBy(() -> RoadSigns.open("all"))
        .isInstanceOf(BadInputException.class)
        .hasMessage("unknown split 'all', expected train or test");
  }

  @Test
  void resultDoesNotDependOnThreads() throws Exception {
    ForkJoinPool one = new ForkJoinPool(1);
    try {
      String alone = one.submit(() -> RoadSigns.open("test").digest()).get();
      assertThat(alone).isEqualTo(TEST.digest());
    } finally {
      one.shutdown();
    }
  }

  @Test
  void seedAndSplitMatter() {
    Dataset second = RoadSigns.generate("test", 2, RoadSignConditions.DEFAULT);
    for (int i = 0; i < 50; i++) {
      assertThat(pixels(TEST, i)).isNotEqualTo(pixels(second, i));
      assertThat(pixels(TEST, i)).isNotEqualTo(pixels(TRAIN, i));
    }
  }

  @Test
  void purposesHaveStreamsOfTheirOwn() {
    double pose = new Draws(1, "test", 0, Draws.Purpose.POSE).between(0, 1);
    double noise = new Draws(1, "test", 0, Draws.Purpose.NOISE).between(0, 1);
    double again = new Draws(1, "test", 0, Draws.Purpose.POSE).between(0, 1);
    assertThat(pose).isEqualTo(again).isNotEqualTo(noise);
  }

  @Test
  void noiseHasMeanZeroAndDeviationOne() {
    Draws draws = new Draws(7, "test", 0, Draws.Purpose.NOISE);
    double[] values = IntStream.range(0, 100_000).mapToDouble(i -> draws.bell()).toArray();
    double mean = Arrays.stream(values).average().orElseThrow();
    double square = Arrays.stream(values).map(v -> v * v).average().orElseThrow();
    assertThat(mean).isBetween(-0.015, 0.015);
    assertThat(square).isBetween(0.98, 1.02);
  }

  /** Without troubles, light and pose the classes must be far apart, whatever the noise. */
  @Test
  void facesDifferByMoreThanTheAttackBudget() {
    for (RoadSign one : RoadSign.ALL) {
      for (RoadSign other : RoadSign.ALL) {
        if (!one.equals(other)) {
          assertThat(largestDifference(one, other))
              .as("%s and %s", one.className(), other.className())
              .isGreaterThan(16 * 8 / 255.0);
        }
      }
    }
  }

  private static double largestDifference(RoadSign one, RoadSign other) {
    double largest = 0;
    for (double x = -0.9; x <= 0.9; x += 0.05) {
      for (double y = -0.9; y <= 0.9; y += 0.05) {
        double[] a = new double[4];
        double[] b = new double[4];
        one.texture().addSample(x, y, a);
        other.texture().addSample(x, y, b);
        largest = Math.max(largest, Math.abs(a[1] - b[1]));
      }
    }
    return largest;
  }

  private static long count(Dataset data, int label) {
    return IntStream.range(0, data.size()).filter(i -> data.label(i) == label).count();
  }

  private static float[] pixels(Dataset data, int index) {
    float[] values = new float[data.input().features()];
    data.read(index, values, 0);
    return values;
  }
}
