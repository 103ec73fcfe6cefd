package dev.redoubt.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.tensor.Device;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a run does when its network falls to PGD and no longer to FGSM, or its loss to NaN. */
class CollapseTest {
  @TempDir private Path folder = Path.of("");

  private static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Two updates an epoch, so that w rises by twice the rate. */
  private static Recipe recipe(
      double rate, int epochs, boolean hasStronger, OnCollapse action, Selection selection) {
    return new Recipe(
        new PushingObjective(true, hasStronger),
        TinyTask.descent(rate),
        new Schedule.Constant(),
        epochs,
        25,
        0,
        0,
        List.of(),
        10,
        3,
        Refinements.NONE.with(action).with(selection));
  }

  private static Trainer.Result train(
      Recipe recipe, MaskingTrainee trainee, TrainingListener listener, Path checkpoint) {
    return new Trainer(recipe, Device.CPU, listener)
        .train(MaskingTrainee.data(), Optional.empty(), trainee, checkpoint);
  }

  private Path checkpoint() {
    return folder.resolve("run.checkpoint");
  }

  @ParameterizedTest
  @CsvSource({
    "1.0, 0.8, 0.3, true",
    "1.0, 0.8, 0.4, true",
    "1.0, 0.8, 0.41, false", // more than half is left
    "1.0, 0.19, 0.0, false", // too small a gap
    "1.0, 0.49, 0.1, false", // not hardened yet: FGSM breaks most
    "0.5, 0.3, 0.05, true",
    "1.0, NaN, NaN, false",
  })
  void alarmHasARule(double clean, double fgsm, double pgd, boolean rings) {
    assertThat(CollapseAlarm.rings(clean, new CollapseAlarm.Signs(fgsm, pgd, 0))).isEqualTo(rings);
  }

  @Test
  void warningSaysWhatHappenedAndGoesOn() {
    List<String> said = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onCollapse(EpochSummary summary, int goodEpoch, OnCollapse action) {
            said.add(summary.epoch() + " " + goodEpoch + " " + action);
            assertThat(CollapseAlarm.sentence(summary))
                .contains("epoch " + summary.epoch(), "FGSM leaves 100.0%", "PGD");
          }
        };
    MaskingTrainee trainee = new MaskingTrainee();
    Trainer.Result result =
        train(
            recipe(.1, 4, true, OnCollapse.WARN, Selection.LAST), trainee, listener, checkpoint());

    assertThat(said).containsExactly("3 2 WARN", "4 3 WARN");
    assertThat(result.history().stream().map(EpochSummary::collapsed))
        .containsExactly(false, false, true, true);
    assertThat(trainee.value()).isCloseTo(.8, within(1e-6));
    CollapseAlarm.Signs signs = result.history().get(3).signs();
    assertThat(signs.fgsmAccuracy()).isEqualTo(1);
    assertThat(signs.pgdAccuracy()).isZero();
    assertThat(result.history().get(0).robustAccuracy()).isEqualTo(1);
  }

  @Test
  void bestEpochIsThatBeforeTheCollapse() {
    MaskingTrainee trainee = new MaskingTrainee();
    Trainer.Result result =
        train(
            recipe(.1, 4, true, OnCollapse.WARN, Selection.BEST),
            trainee,
            TrainingListener.silent(),
            checkpoint());

    assertThat(result.epoch()).isEqualTo(2);
    assertThat(result.history()).hasSize(4);
    assertThat(trainee.value()).isCloseTo(.4, within(1e-6));
  }

  @Test
  void patienceEndsARunThatGetsNoBetter() {
    Trainer.Result result =
        train(
            recipe(.05, 20, true, OnCollapse.WARN, new Selection(true, 2)),
            new MaskingTrainee(),
            TrainingListener.silent(),
            checkpoint());

    assertThat(result.epoch()).isEqualTo(5);
    assertThat(result.history()).hasSize(7);
  }

  @Test
  void stopDeliversTheWeightsFromBefore() {
    MaskingTrainee trainee = new MaskingTrainee();
    Trainer.Result result =
        train(
            recipe(.1, 8, true, OnCollapse.STOP, Selection.LAST),
            trainee,
            TrainingListener.silent(),
            checkpoint());

    assertThat(result.history()).hasSize(3);
    assertThat(result.epoch()).isEqualTo(2);
    assertThat(trainee.value()).isCloseTo(.4, within(1e-6));
  }

  /** Killed after its last checkpoint, before anything was delivered. */
  @ParameterizedTest
  @CsvSource({"STOP, 0, .1, 3, 2", "WARN, 2, .05, 7, 5"})
  void runThatHasEndedDoesNotGoOn(
      OnCollapse action, int patience, double rate, int epochs, int delivered) {
    Recipe recipe = recipe(rate, 20, true, action, new Selection(true, patience));
    TrainingListener stopping =
        new TrainingListener() {
          @Override
          public void onEpoch(EpochSummary summary) {
            if (summary.epoch() == epochs) {
              throw new Stopped();
            }
          }
        };
    assertThatThrownBy(() -> train(recipe, new MaskingTrainee(), stopping, checkpoint()))
        .isInstanceOf(Stopped.class);
    Trainer.Result result =
        train(recipe, new MaskingTrainee(), TrainingListener.silent(), checkpoint());

    assertThat(result.history()).hasSize(epochs);
    assertThat(result.epoch()).isEqualTo(delivered);
  }

  @Test
  void stopInTheFirstEpochHasNothingToDeliver() {
    assertThatThrownBy(
            () ->
                train(
                    recipe(.3, 3, true, OnCollapse.STOP, Selection.LAST),
                    new MaskingTrainee(),
                    TrainingListener.silent(),
                    checkpoint()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("epoch 1", "no earlier weights");
  }

  @Test
  void rollbackGoesBackAndTakesTheStrongerForm() {
    MaskingTrainee trainee = new MaskingTrainee();
    List<Integer> good = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onCollapse(EpochSummary summary, int goodEpoch, OnCollapse action) {
            assertThat(action).isEqualTo(OnCollapse.ROLLBACK);
            good.add(goodEpoch);
          }
        };
    Trainer.Result result =
        train(
            recipe(.1, 8, true, OnCollapse.ROLLBACK, Selection.LAST),
            trainee,
            listener,
            checkpoint());

    assertThat(good).as("w is .4 after epochs 2 and 6").containsExactly(2, 6);
    assertThat(result.history().stream().map(EpochSummary::objective))
        .containsExactly("up", "up", "down", "down", "up", "up", "down", "down");
    assertThat(result.history()).noneMatch(EpochSummary::collapsed);
    assertThat(trainee.value()).isCloseTo(0, within(1e-6));
  }

  @Test
  void rollbackWithoutAStrongerFormStops() {
    Trainer.Result result =
        train(
            recipe(.1, 8, false, OnCollapse.ROLLBACK, Selection.LAST),
            new MaskingTrainee(),
            TrainingListener.silent(),
            checkpoint());

    assertThat(result.history()).hasSize(3);
    assertThat(result.epoch()).isEqualTo(2);
  }

  @Test
  void runThatWasRolledBackIsResumed() {
    Recipe recipe = recipe(.1, 8, true, OnCollapse.ROLLBACK, Selection.LAST);
    TrainingListener stopping =
        new TrainingListener() {
          @Override
          public void onEpoch(EpochSummary summary) {
            if (summary.epoch() == 3) {
              throw new Stopped();
            }
          }
        };
    assertThatThrownBy(() -> train(recipe, new MaskingTrainee(), stopping, checkpoint()))
        .isInstanceOf(Stopped.class);
    MaskingTrainee trainee = new MaskingTrainee();
    Trainer.Result result = train(recipe, trainee, TrainingListener.silent(), checkpoint());

    assertThat(result.history().stream().map(EpochSummary::objective))
        .containsExactly("up", "up", "down", "down", "up", "up", "down", "down");
    assertThat(trainee.value()).isCloseTo(0, within(1e-6));
  }

  @Test
  void divergedRunGivesItsLastGoodWeights() {
    MaskingTrainee trainee = new MaskingTrainee();

    assertThatThrownBy(
            () ->
                train(
                    recipe(.2, 9, true, OnCollapse.WARN, Selection.LAST),
                    trainee,
                    TrainingListener.silent(),
                    checkpoint()))
        .isInstanceOfSatisfying(
            Trainer.Diverged.class, diverged -> assertThat(diverged.goodEpoch()).isEqualTo(2))
        .hasMessageContainingAll("epoch 3", "step", "of 2", "NaN");
    assertThat(trainee.value()).isCloseTo(.8, within(1e-6));
    assertThat(Files.exists(checkpoint())).as("the last good state stays").isTrue();
  }
}
