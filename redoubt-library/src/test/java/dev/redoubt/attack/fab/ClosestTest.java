package dev.redoubt.attack.fab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.Candidates;
import dev.redoubt.attack.Linear;
import dev.redoubt.attack.Victims;
import dev.redoubt.data.Batch;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.InputDomain;
import dev.redoubt.threat.L0;
import dev.redoubt.threat.L1;
import dev.redoubt.threat.L2;
import dev.redoubt.threat.Linf;
import dev.redoubt.threat.Norm;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Linear logits, where the distance to the nearest boundary is known. */
class ClosestTest {
  private static final List<Norm> NORMS = List.of(new Linf(), new L2(), new L1());
  private static final int FEATURES = 5;
  private static final int ROWS = 4;

  /** A step overshoots by η, of which the pull to the clean point and β leave little. */
  private static final double OVERSHOOT = 0.01;

  @Property(tries = 6)
  void reachesTheNearestBoundary(
      @ForAll @IntRange(max = 10_000) int seed, @ForAll @IntRange(min = 2, max = 5) int classes) {
    Linear linear = Linear.drawn(classes, ROWS, FEATURES, seed, new InputDomain(-100, 100));
    for (Norm norm : NORMS) {
      double[] found = linear.distances(new Fab(30, 1), norm);
      for (int row = 0; row < ROWS; row++) {
        double expected = linear.nearest(norm, row);
        assertThat(found[row])
            .as("%s row %d", norm.name(), row)
            .isBetween(expected * (1 - 1e-4), expected * (1 + OVERSHOOT));
      }
    }
  }

  /** Half of the features are at a bound of the box, and boundaries may be out of reach. */
  @Property(tries = 6)
  void inTheBoxItReachesTheNearestOfAllTargets(
      @ForAll @IntRange(max = 10_000) int seed, @ForAll @IntRange(min = 2, max = 4) int classes) {
    Linear linear = Linear.drawn(classes, ROWS, FEATURES, seed, new InputDomain(0, 1));
    for (Norm norm : NORMS) {
      double[] found = linear.distances(new FabT(new Fab(60, 1), 9), norm);
      for (int row = 0; row < ROWS; row++) {
        double expected = linear.nearest(norm, row);
        if (Double.isInfinite(expected)) {
          assertThat(found[row]).as("%s row %d", norm.name(), row).isEqualTo(0);
        } else {
          assertThat(found[row])
              .as("%s row %d", norm.name(), row)
              .isBetween(expected * (1 - 1e-4), expected * (1 + 3 * OVERSHOOT));
        }
      }
    }
  }

  @Example
  void whatIsMisclassifiedAlreadyIsClosest() {
    Linear linear = Linear.drawn(3, ROWS, FEATURES, 1, new InputDomain(0, 1));
    Scope.run(
        () -> {
          Batch batch = linear.batch();
          int[] wrong = IntStream.of(batch.labels().ints()).map(label -> (label + 1) % 3).toArray();
          Batch mislabelled = Victims.batch(batch.inputs().floats(), wrong);
          Candidates found =
              new Fab(5, 1)
                  .closest(
                      linear.model(),
                      mislabelled,
                      new L2(),
                      Goal.untargeted(),
                      mislabelled.draws(0, ""));
          assertThat(found.points().floats()).containsExactly(batch.inputs().floats());
          assertThat(found.steps()).containsOnly(0);
        });
  }

  /** The first restart is on the clean side, the others start beyond the boundary or before it. */
  @Example
  void restartsNeverLoseWhatWasFound() {
    NetworkModel model = Victims.perceptron(FEATURES, 3, 2);
    Scope.run(
        () -> {
          Batch given = Victims.batch(Victims.pixels(8 * FEATURES, 4), new int[8]);
          Tensor labels = model.predict(given.inputs(), given.draws(0, ""));
          Batch batch = new Batch(given.ids(), given.inputs(), labels);
          for (Norm norm : NORMS) {
            double[] one = distances(model, batch, norm, 1);
            double[] three = distances(model, batch, norm, 3);
            for (int row = 0; row < one.length; row++) {
              if (one[row] > 0) {
                assertThat(three[row]).isGreaterThan(0).isLessThanOrEqualTo(one[row]);
              }
            }
            assertThat(Arrays.stream(three).sum()).as(norm.name()).isNotEqualTo(sum(one));
          }
        });
  }

  @Example
  void l0HasNoClosest() {
    Linear linear = Linear.drawn(3, ROWS, FEATURES, 1, new InputDomain(0, 1));
    assertThatThrownBy(() -> linear.closest(new Fab(), new L0()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("l0");
  }

  private static double sum(double[] values) {
    return Arrays.stream(values).sum();
  }

  private static double[] distances(NetworkModel model, Batch batch, Norm norm, int restarts) {
    Tensor found =
        new Fab(15, restarts)
            .closest(model, batch, norm, Goal.untargeted(), batch.draws(3, ""))
            .points();
    return norm.distance(found, batch.inputs()).doubles();
  }
}
