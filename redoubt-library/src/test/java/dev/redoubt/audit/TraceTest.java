package dev.redoubt.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.attack.Victims;
import dev.redoubt.data.Batch;
import dev.redoubt.loss.Margin;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.Linf;
import dev.redoubt.threat.ThreatModel;
import org.junit.jupiter.api.Test;

final class TraceTest {
  private static final int STEPS = 10;
  private static final ThreatModel THREAT = new ThreatModel(new Linf(), .2);

  /** The samples; the boundary is at .5. */
  private static final float[] POINTS = {.35f, .25f, .48f, .1f};

  private static Batch batch() {
    float[] values = new float[Halves.FEATURES * POINTS.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = POINTS[i / Halves.FEATURES];
    }
    return Victims.batch(values, new int[POINTS.length]);
  }

  /** On a linear model every step goes up by a quarter of epsilon, until the ball ends. */
  @Test
  void lossesAreThoseOfTheStepsInClosedForm() {
    Scope.run(
        () -> {
          Batch batch = batch();
          Trace trace =
              Trace.of(
                  Halves.threshold(), batch, THREAT, new Margin(), STEPS, batch.draws(1, "trace"));
          double[] ends = trace.end().doubles();
          for (int row = 0; row < POINTS.length; row++) {
            assertThat(trace.losses()[row]).hasSize(STEPS + 1);
            for (int step = 0; step <= STEPS; step++) {
              double x = POINTS[row] + Math.min(.2, step * .05);
              assertThat(trace.losses()[row][step]).isCloseTo(20 * (x - .5), within(1e-5));
            }
            for (int i = 0; i < Halves.FEATURES; i++) {
              assertThat(ends[Halves.FEATURES * row + i]).isCloseTo(POINTS[row] + .2, within(1e-6));
            }
          }
          assertThat(trace.onPath()).containsExactly(true, false, true, false);
          assertThat(trace.atEnd()).containsExactly(true, false, true, false);
        });
  }

  @Test
  void rowsAreTheirOwn() {
    Scope.run(
        () -> {
          Batch batch = batch();
          Trace together =
              Trace.of(
                  Halves.threshold(), batch, THREAT, new Margin(), STEPS, batch.draws(1, "trace"));
          Batch alone = batch.rows(2);
          Trace one =
              Trace.of(
                  Halves.threshold(), alone, THREAT, new Margin(), STEPS, alone.draws(1, "trace"));
          assertThat(one.losses()[0]).containsExactly(together.losses()[2]);
        });
  }

  private static Trace losses(double... losses) {
    Tensor nothing = Layout.row(batch().inputs(), 0);
    return new Trace(
        new double[][] {losses}, new boolean[] {false}, new boolean[] {false}, nothing);
  }

  @Test
  void whatStillRoseIsAShareOfAllTheRise() {
    Scope.run(
        () -> {
          assertThat(losses(0, 1, 2, 3, 4).stillMoving(0, 2)).isEqualTo(.5);
          assertThat(losses(0, 1, 2, 3, 4).stillMoving(0, 4)).isEqualTo(1);
          assertThat(losses(-3, 1, 1, 1).stillMoving(0, 2)).isZero();
          assertThat(losses(0, 4, 1, 3, 2).stillMoving(0, 2)).as("no new best").isZero();
          assertThat(losses(0, 4, 1, 3, 5).stillMoving(0, 2)).as("a new best").isEqualTo(.2);
          assertThat(losses(2, 1, 0).stillMoving(0, 1)).as("it never rose").isZero();
          assertThat(losses(2, 2, 2).stillMoving(0, 1)).isZero();
        });
  }

  /** A run that is shorter than the last steps that are asked about has risen all the time. */
  @Test
  void aShortRunRisesFromItsBeginning() {
    Scope.run(() -> assertThat(losses(0, 1, 2).stillMoving(0, 10)).isEqualTo(1));
  }
}
