package dev.redoubt.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.data.Dataset;
import dev.redoubt.data.InputSpec;
import dev.redoubt.tensor.RandomStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Random changes of training images. */
class AugmentationTest {
  /** Two channels of 3×4 pixels, all values different: 100·channel + 10·row + column. */
  private static final InputSpec INPUT = new InputSpec(List.of(2, 3, 4), 0, 200);

  private static float[] numbered() {
    float[] pixels = new float[24];
    for (int i = 0; i < 24; i++) {
      pixels[i] = 100 * (i / 12) + 10 * (i / 4 % 3) + i % 4;
    }
    return pixels;
  }

  private static float[] applied(Augmentation augmentation, int id) {
    float[] pixels = numbered();
    augmentation.apply(pixels, INPUT, RandomStream.of(1, id, "test"));
    return pixels;
  }

  @Test
  void flipMirrorsEveryRowOfHalfTheImages() {
    float[] mirrored = numbered();
    for (int i = 0; i < 24; i++) {
      mirrored[i] = 100 * (i / 12) + 10 * (i / 4 % 3) + 3 - i % 4;
    }
    int flipped = 0;
    for (int id = 0; id < 400; id++) {
      float[] pixels = applied(new HorizontalFlip(), id);
      assertThat(List.of(numbered(), mirrored)).anyMatch(one -> Arrays.equals(one, pixels));
      flipped += Arrays.equals(pixels, mirrored) ? 1 : 0;
    }
    assertThat(flipped).as("five standard deviations about a half").isBetween(150, 250);
  }

  @Test
  void cropWithoutAFrameChangesNothing() {
    assertThat(applied(new RandomCrop(0), 1)).isEqualTo(numbered());
  }

  @Property(tries = 60)
  void cropIsAShiftOfAllChannelsThatRepeatsTheEdges(
      @ForAll @IntRange(max = 1000) int id, @ForAll @IntRange(min = 1, max = 3) int padding) {
    float[] pixels = applied(new RandomCrop(padding), id);
    boolean found = false;
    for (int down = -padding; down <= padding; down++) {
      for (int right = -padding; right <= padding; right++) {
        found |= Arrays.equals(pixels, shifted(down, right));
      }
    }
    assertThat(found).as(Arrays.toString(pixels)).isTrue();
  }

  private static float[] shifted(int down, int right) {
    float[] pixels = new float[24];
    for (int i = 0; i < 24; i++) {
      int row = Math.max(0, Math.min(2, i / 4 % 3 + down));
      int column = Math.max(0, Math.min(3, i % 4 + right));
      pixels[i] = 100 * (i / 12) + 10 * row + column;
    }
    return pixels;
  }

  @Test
  void cropUsesAllShifts() {
    Set<String> seen = new HashSet<>();
    for (int id = 0; id < 300; id++) {
      seen.add(Arrays.toString(applied(new RandomCrop(1), id)));
    }
    assertThat(seen).hasSize(9);
  }

  /** A share of a third of three rows is one pixel, of all of them a square of three. */
  @Test
  void cutoutWipesOneSquareToEachChannelsMean() {
    Set<Integer> places = new HashSet<>();
    for (int id = 0; id < 200; id++) {
      float[] pixels = applied(new Cutout(1 / 3.0), id);
      List<Integer> changed = changed(pixels);
      assertThat(changed).hasSizeBetween(0, 2);
      for (int i : changed) {
        assertThat(pixels[i]).isEqualTo(i < 12 ? 11.5f : 111.5f);
        places.add(i % 12);
      }
    }
    assertThat(places).as("any pixel").hasSize(12);

    for (int id = 0; id < 50; id++) {
      float[] pixels = applied(new Cutout(1), id);
      List<Integer> rows = changed(pixels).stream().map(i -> i / 4 % 3).distinct().toList();
      List<Integer> columns = changed(pixels).stream().map(i -> i % 4).distinct().toList();
      assertThat(changed(pixels)).hasSize(2 * rows.size() * columns.size());
      assertThat(rows).hasSizeBetween(2, 3);
      assertThat(columns).hasSizeBetween(2, 3);
    }
  }

  private static List<Integer> changed(float[] pixels) {
    float[] before = numbered();
    return IntStream.range(0, pixels.length).filter(i -> pixels[i] != before[i]).boxed().toList();
  }

  @Test
  void drawsBelongToTheSampleAndTheEpochNotToTheBatch() {
    Map<String, float[]> small = seen(7);
    Map<String, float[]> large = seen(30);

    assertThat(small.keySet()).isEqualTo(large.keySet());
    int changed = 0;
    for (Map.Entry<String, float[]> image : small.entrySet()) {
      assertThat(large.get(image.getKey())).as(image.getKey()).isEqualTo(image.getValue());
      String other = image.getKey().replace("epoch 1", "epoch 0");
      changed += Arrays.equals(small.get(other), image.getValue()) ? 0 : 1;
    }
    assertThat(changed).as("another epoch, other draws").isGreaterThan(15);
  }

  /** All images as training saw them, by epoch and id. */
  private static Map<String, float[]> seen(int batchSize) {
    Dataset data = TinyTask.images(30, 1);
    RecordingObjective objective = new RecordingObjective();
    Recipe recipe =
        new Recipe(
            objective,
            TinyTask.descent(.01),
            new Schedule.Constant(),
            2,
            batchSize,
            0,
            0,
            List.of(new RandomCrop(2), new HorizontalFlip()),
            0,
            5);
    TinyTask.trainer(recipe).train(data, TinyTask.linear(), null);
    Map<String, float[]> images = new HashMap<>();
    int count = 0;
    for (int i = 0; i < objective.batches().size(); i++) {
      List<Long> ids = objective.batches().get(i);
      for (int row = 0; row < ids.size(); row++) {
        float[] image = Arrays.copyOfRange(objective.pixels().get(i), 36 * row, 36 * (row + 1));
        images.put("epoch " + count++ / 30 + " sample " + ids.get(row), image);
      }
    }
    return images;
  }
}
