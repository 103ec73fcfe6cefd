package dev.redoubt.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redoubt.BadInputException;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetInfo;
import dev.redoubt.data.FloatDataset;
import dev.redoubt.nn.Network;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Extra data as a part of each batch. */
class ExtraDataTest {
  private static final Dataset DATA = TinyTask.images(40, 1);
  private static final Dataset EXTRA = TinyTask.images(7, 2);
  private static final int FEATURES = TinyTask.INPUT.features();

  private static Recipe recipe(Objective objective, double share) {
    return TinyTask.recipe(objective, TinyTask.descent(.1), 2, 3)
        .with(Refinements.NONE.withExtraShare(share));
  }

  private static RecordingObjective seen(double share) {
    RecordingObjective seen = new RecordingObjective();
    train(recipe(seen, share), Optional.of(EXTRA));
    return seen;
  }

  private static void train(Recipe recipe, Optional<Dataset> extra) {
    NetworkTrainee trainee =
        new NetworkTrainee(Network.create(TinyTask.linear(), 3), TinyTask.INPUT, 2);
    TinyTask.trainer(recipe).train(DATA, extra, trainee, null);
  }

  private static boolean isExtra(long id) {
    return id >= 1L << 40;
  }

  @Test
  void eachBatchHasItsShareAndEachEpochAllOfTheData() {
    RecordingObjective seen = seen(.25);

    assertThat(seen.batches()).as("12 of 40 samples a batch, two epochs").hasSize(8);
    for (int epoch = 0; epoch < 2; epoch++) {
      Set<Long> own = new HashSet<>();
      for (List<Long> batch : seen.batches().subList(4 * epoch, 4 * epoch + 4)) {
        assertThat(batch.stream().filter(ExtraDataTest::isExtra)).hasSize(4);
        batch.stream().filter(id -> !isExtra(id)).forEach(own::add);
      }
      assertThat(own).hasSize(40);
    }
  }

  @Test
  void extraSamplesComeRoundAlikeAndAreThemselves() {
    RecordingObjective seen = seen(.25);
    int[] times = new int[EXTRA.size()];
    float[] expected = new float[FEATURES];
    for (int b = 0; b < seen.batches().size(); b++) {
      List<Long> ids = seen.batches().get(b);
      for (int row = 0; row < ids.size(); row++) {
        if (isExtra(ids.get(row))) {
          int index = (int) (ids.get(row) - (1L << 40));
          times[index]++;
          EXTRA.read(index, expected, 0);
          assertThat(Arrays.copyOfRange(seen.pixels().get(b), row * FEATURES, (row + 1) * FEATURES))
              .isEqualTo(expected);
        }
      }
    }

    assertThat(Arrays.stream(times).sum()).isEqualTo(32);
    assertThat(times).as("32 draws of 7 samples, round after round").containsOnly(4, 5);
  }

  @Test
  void shareAndDataGoTogether() {
    assertRefused(0, Optional.of(EXTRA), "go together");
    assertRefused(.5, Optional.empty(), "go together");
    assertRefused(.99, Optional.of(EXTRA), "leave place");
  }

  @Test
  void otherKindsOfDataAreRefused() {
    Dataset other =
        FloatDataset.of(
            new DatasetInfo("three", "train", TinyTask.INPUT, List.of("a", "b", "c")),
            new int[2],
            new float[2 * FEATURES]);

    assertRefused(.5, Optional.of(other), "three");
  }

  private static void assertRefused(double share, Optional<Dataset> extra, String word) {
    assertThatThrownBy(() -> train(recipe(new RecordingObjective(), share), extra))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(word);
  }

  @Test
  void batchLargerThanTheDataIsRefused() {
    Recipe recipe =
        new Recipe(
            new RecordingObjective(),
            TinyTask.descent(.1),
            new Schedule.Constant(),
            1,
            41,
            0,
            0,
            List.of(),
            0,
            0);

    assertThatThrownBy(() -> train(recipe, Optional.empty()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("batch of 41", "40 samples");
  }
}
