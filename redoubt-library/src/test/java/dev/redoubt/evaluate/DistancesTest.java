package dev.redoubt.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.Attack;
import dev.redoubt.attack.Fgsm;
import dev.redoubt.attack.fab.Fab;
import dev.redoubt.data.Dataset;
import dev.redoubt.tensor.Device;
import dev.redoubt.threat.Linf;
import dev.redoubt.threat.ThreatModel;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One run that looks for the smallest perturbations answers for all budgets. */
class DistancesTest {
  private static final Dataset DATA = Toys.spread(40);
  private static final List<Double> GRID = List.of(.01, .07, .12, .2, .31, .44, .6);

  @TempDir private Path folder = Path.of("");

  private static Plan plan(Attack<?>... cascade) {
    return new Plan(new ThreatModel(new Linf(), .2), List.of(cascade), GRID, 40, 7, 3)
        .measuringDistances();
  }

  private static double distance(int index) {
    float[] point = new float[2];
    DATA.read(index, point, 0);
    return Math.abs(point[0] - .5);
  }

  @Test
  void distancesAndCurveAreThoseOfTheClosedForm() {
    Evaluation evaluation =
        Toys.evaluator(plan(new Fab(20, 1))).evaluate(Toys.threshold(), DATA, Journal.none());
    int[] robust = new int[GRID.size()];
    for (SampleOutcome outcome : evaluation.outcomes()) {
      double distance = distance((int) outcome.id());
      if (outcome.status() == Status.MISCLASSIFIED) {
        assertThat(outcome.nearest()).isNull();
        continue;
      }
      assertThat(outcome.nearest()).isCloseTo(distance, within(4e-3));
      assertThat(outcome.status()).isEqualTo(distance < .2 ? Status.BROKEN : Status.SURVIVED);
      assertThat(outcome.distance()).isEqualTo(distance < .2 ? outcome.nearest() : 0.0);
      for (int i = 0; i < robust.length; i++) {
        robust[i] += distance > GRID.get(i) ? 1 : 0;
      }
    }
    for (int i = 0; i < robust.length; i++) {
      assertThat(evaluation.curve().get(i)).as("%s", GRID.get(i)).isEqualTo(robust[i] / 40.0);
    }
    assertThat(evaluation.curve().get(3)).isEqualTo(evaluation.robustAccuracy());
    assertThat(evaluation.witnesses())
        .hasSize(
            (int) evaluation.outcomes().stream().filter(o -> o.status() == Status.BROKEN).count());
    assertThat(evaluation.robustAfterEach()).containsExactly(evaluation.robustAccuracy());
    assertThat(evaluation.total().forwards())
        .as("the curve costs nothing more")
        .isEqualTo(
            evaluation.attacks().get(0).forwards()
                + evaluation.batches().stream().mapToLong(b -> b.clean().forwards()).sum());
  }

  /** A second attack sees all samples again, and only what is nearer counts. */
  @Test
  void theNearestOfAllAttacksCounts() {
    Fab coarse = new Fab(1, 1, .1, 1.4, .9);
    Evaluation alone =
        Toys.evaluator(plan(coarse)).evaluate(Toys.threshold(), DATA, Journal.none());
    Evaluation both =
        Toys.evaluator(plan(coarse, new Fab(20, 1)))
            .evaluate(Toys.threshold(), DATA, Journal.none());
    Evaluation turned =
        Toys.evaluator(plan(new Fab(20, 1), coarse))
            .evaluate(Toys.threshold(), DATA, Journal.none());

    assertThat(alone.robustAccuracy()).isGreaterThan(both.robustAccuracy());
    assertThat(both.robustAfterEach())
        .isEqualTo(List.of(alone.robustAccuracy(), both.robustAccuracy()));
    assertThat(both.curve()).isEqualTo(turned.curve());
    for (int i = 0; i < 40; i++) {
      assertThat(both.outcomes().get(i).nearest()).isEqualTo(turned.outcomes().get(i).nearest());
    }
  }

  @Test
  void aRunThatWasStoppedGoesOnToTheSame() {
    Plan plan = plan(new Fab(1, 1, .1, 1.4, .9), new Fab(20, 1));
    Evaluation whole = Toys.evaluator(plan).evaluate(Toys.threshold(), DATA, Journal.none());
    Path journal = folder.resolve("journal");
    try (DirectoryJournal first = new DirectoryJournal(journal, "a")) {
      Evaluator stopped =
          new Evaluator(
              plan,
              Device.CPU,
              new EvaluationListener() {
                @Override
                public void onProgress(int done, int total, double clean, double robust) {}

                @Override
                public void onAttack(int batch, int batches, String attack, int samples) {
                  if (batch == 2 && first.read(2).map(r -> r.attacks().size()).orElse(0) == 1) {
                    throw new IllegalStateException("stopped");
                  }
                }
              });
      assertThatThrownBy(() -> stopped.evaluate(Toys.threshold(), DATA, first))
          .hasMessageContaining("stopped");
    }
    try (DirectoryJournal again = new DirectoryJournal(journal, "a")) {
      Evaluation resumed = Toys.evaluator(plan).evaluate(Toys.threshold(), DATA, again);
      assertThat(resumed.outcomes()).isEqualTo(whole.outcomes());
      assertThat(resumed.curve()).isEqualTo(whole.curve());
    }
  }

  @Test
  void attacksWithinABudgetCantMeasureThem() {
    assertThatThrownBy(() -> plan(new Fab(), new Fgsm()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("fgsm does not look for the smallest perturbation");
  }
}
