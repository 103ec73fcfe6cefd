package dev.redoubt.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.StepSize;
import dev.redoubt.data.Dataset;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Mode;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Optimizer;
import dev.redoubt.threat.ThreatModel;
import dev.redoubt.train.objective.FreeTraining;
import dev.redoubt.train.objective.PgdTraining;
import dev.redoubt.train.objective.StandardTraining;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A run that was stopped ends with the same weights, bit for bit, as one that was not. */
class ResumeTest {
  private static final Dataset DATA = TinyTask.images(50, 1);
  private static final Objective PGD =
      new PgdTraining(ThreatModel.parse("linf:0.05"), 3, new StepSize.OfEpsilon(.5));
  private static final Objective FREE = new FreeTraining(ThreatModel.parse("linf:0.05"), 2);
  private static final List<Augmentation> AUGMENTED =
      List.of(new RandomCrop(1), new HorizontalFlip());

  @TempDir private Path folder = Path.of("");

  private static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  static Stream<Arguments> recipes() {
    Optimizer.Settings adam = new Optimizer.AdamStyle(.01, 1e-3, false);
    Optimizer.Settings adamW = new Optimizer.AdamStyle(.01, 1e-2, true);
    Optimizer.Settings sgd = new Optimizer.Sgd(.1, .9, true, 5e-4);
    return Stream.of(
        Arguments.of("standard, Adam", recipe(new StandardTraining(), adam, List.of())),
        Arguments.of("standard, SGD with momentum", recipe(new StandardTraining(), sgd, AUGMENTED)),
        Arguments.of("pgd, Adam", recipe(PGD, adam, AUGMENTED)),
        Arguments.of("pgd, AdamW", recipe(PGD, adamW, List.of())),
        Arguments.of("pgd, SGD with momentum", recipe(PGD, sgd, List.of())),
        Arguments.of("free, Adam", recipe(FREE, adam, AUGMENTED)));
  }

  static Stream<Arguments> refined() {
    Optimizer.Settings sgd = new Optimizer.Sgd(.1, .9, true, 5e-4);
    Recipe pgd = recipe(PGD, sgd, AUGMENTED);
    Refinements none = Refinements.NONE;
    return Stream.of(
        Arguments.of("EMA", pgd.with(none.with(new Averaging.Ema(.9)))),
        Arguments.of("SWA", pgd.with(none.with(new Averaging.Swa(.25)))),
        Arguments.of("the best epoch", pgd.with(none.with(Selection.BEST))),
        Arguments.of("AWP", pgd.with(none.with(new WeightPerturbation(.01, 1)))),
        Arguments.of("batch statistics", pgd.with(none.withAttackMode(Mode.TRAIN))));
  }

  private static Recipe recipe(
      Objective objective, Optimizer.Settings optimizer, List<Augmentation> augmentations) {
    int epochs = 4 * objective.replays();
    return new Recipe(
        objective, optimizer, new Schedule.OneCycle(.4), epochs, 16, 1.5, 1, augmentations, 8, 3);
  }

  /** Stops after an epoch, once its checkpoint is written. */
  private static void trainUntil(int epoch, Recipe recipe, Graph graph, Path checkpoint) {
    TrainingListener stopping =
        new TrainingListener() {
          @Override
          public void onEpoch(EpochSummary summary) {
            if (summary.epoch() == epoch) {
              throw new Stopped();
            }
          }
        };
    assertThatThrownBy(
            () -> new Trainer(recipe, Device.CPU, stopping).train(DATA, graph, checkpoint))
        .isInstanceOf(Stopped.class);
  }

  private static List<EpochSummary> timeless(List<EpochSummary> history) {
    return history.stream().map(EpochSummary::timeless).toList();
  }

  private static void assertSameBits(Map<String, float[]> one, Map<String, float[]> other) {
    assertThat(one.keySet()).isEqualTo(other.keySet());
    one.forEach(
        (name, values) -> assertThat(Arrays.equals(values, other.get(name))).as(name).isTrue());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("recipes")
  void resumedRunGivesTheSameWeights(String name, Recipe recipe) {
    Graph graph = TinyTask.residual();
    Trainer.Result whole = TinyTask.trainer(recipe).train(DATA, graph, null);
    Path checkpoint = folder.resolve("run.checkpoint");
    trainUntil(1, recipe, graph, checkpoint);
    trainUntil(3, recipe, graph, checkpoint);
    List<Integer> resumed = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onResume(List<EpochSummary> done, int batchesDone) {
            resumed.add(done.size());
          }
        };
    Trainer.Result rest = new Trainer(recipe, Device.CPU, listener).train(DATA, graph, checkpoint);

    assertThat(resumed).as(name).containsExactly(3);
    assertSameBits(rest.network().values(), whole.network().values());
    assertThat(timeless(rest.history())).isEqualTo(timeless(whole.history()));
    assertThat(rest.history()).hasSize(4);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"recipes", "refined"})
  void runStoppedWithinEpochsGivesTheSameWeights(String name, Recipe recipe) {
    Graph graph = TinyTask.residual();
    Trainer.Result whole = TinyTask.trainer(recipe).train(DATA, graph, null);
    Path checkpoint = folder.resolve("run.checkpoint");
    List<Integer> resumed = new ArrayList<>();
    for (int[] place : new int[][] {{1, 2}, {2, 1}, {2, 2}, {4, 2}}) {
      trainUntilBatch(place[0], place[1], recipe, graph, checkpoint, resumed);
    }
    Trainer.Result rest =
        new Trainer(recipe, Device.CPU, noting(resumed)).train(DATA, graph, checkpoint);

    assertThat(resumed).as(name).containsExactly(1, 10, 11, 31);
    assertSameBits(rest.network().values(), whole.network().values());
    assertThat(rest.history().stream().map(EpochSummary::timeless))
        .isEqualTo(whole.history().stream().map(EpochSummary::timeless).toList());
    assertThat(rest.epoch()).isEqualTo(whole.epoch());
  }

  /** Notes ten times the epochs and the batches that a run goes on from. */
  private static TrainingListener noting(List<Integer> resumed) {
    return new TrainingListener() {
      @Override
      public void onResume(List<EpochSummary> done, int batchesDone) {
        resumed.add(10 * done.size() + batchesDone);
      }
    };
  }

  /** Stops at a batch, after the checkpoint of the one before it. */
  private static void trainUntilBatch(
      int epoch, int batch, Recipe recipe, Graph graph, Path checkpoint, List<Integer> resumed) {
    TrainingListener stopping =
        new TrainingListener() {
          @Override
          public void onResume(List<EpochSummary> done, int batchesDone) {
            noting(resumed).onResume(done, batchesDone);
          }

          @Override
          public void onBatch(int at, int done, int batches, double loss) {
            if (at == epoch && done == batch) {
              throw new Stopped();
            }
          }
        };
    assertThatThrownBy(
            () -> new Trainer(recipe, Device.CPU, stopping, 0).train(DATA, graph, checkpoint))
        .isInstanceOf(Stopped.class);
  }

  @Test
  void checkpointOfAnotherRunIsRefused() {
    Path checkpoint = folder.resolve("run.checkpoint");
    Optimizer.Settings sgd = TinyTask.descent(.1);
    Recipe recipe = TinyTask.recipe(new StandardTraining(), sgd, 2, 3);
    trainUntil(1, recipe, TinyTask.linear(), checkpoint);

    List<Recipe> others =
        List.of(
            TinyTask.recipe(PGD, sgd, 2, 3),
            TinyTask.recipe(new StandardTraining(), TinyTask.descent(.2), 2, 3),
            TinyTask.recipe(new StandardTraining(), sgd, 3, 3),
            TinyTask.recipe(new StandardTraining(), sgd, 2, 4));
    for (Recipe other : others) {
      assertRefused(other, DATA, TinyTask.linear(), checkpoint);
    }
    assertRefused(recipe, TinyTask.images(50, 2), TinyTask.linear(), checkpoint);
    assertRefused(recipe, DATA, TinyTask.residual(), checkpoint);
  }

  private static void assertRefused(Recipe recipe, Dataset data, Graph graph, Path checkpoint) {
    assertThatThrownBy(() -> TinyTask.trainer(recipe).train(data, graph, checkpoint))
        .as("%s", recipe)
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("run.checkpoint")
        .hasMessageContaining("other settings, data or threads");
  }

  @Test
  void truncatedCheckpointIsNamed() throws IOException {
    Path checkpoint = folder.resolve("run.checkpoint");
    Recipe recipe = TinyTask.recipe(new StandardTraining(), TinyTask.descent(.1), 2, 3);
    trainUntil(1, recipe, TinyTask.linear(), checkpoint);
    byte[] bytes = Files.readAllBytes(checkpoint);
    for (int length : new int[] {0, 7, 100, bytes.length - 1}) {
      Files.write(checkpoint, Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> TinyTask.trainer(recipe).train(DATA, TinyTask.linear(), checkpoint))
          .as("%d bytes", length)
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("run.checkpoint")
          .hasMessageContaining("truncated");
    }
  }
}
