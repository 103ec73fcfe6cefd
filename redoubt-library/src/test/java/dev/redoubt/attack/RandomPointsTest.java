package dev.redoubt.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.data.Batch;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.LabelModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.L0;
import dev.redoubt.threat.L1;
import dev.redoubt.threat.L2;
import dev.redoubt.threat.Linf;
import dev.redoubt.threat.Norm;
import dev.redoubt.threat.ThreatModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class RandomPointsTest {
  private static final int FEATURES = 12;
  private static final int ROWS = 3;

  /** Remembers what it is asked; every row has class 0 until the question with the number. */
  private static final class Asked implements LabelModel {
    private final List<float[]> points = new ArrayList<>();
    private final List<long[]> ids = new ArrayList<>();
    private final int[] breaksAt;

    /** Sample 100 + i is broken by its question of this number, from 1 on. */
    Asked(int... breaksAt) {
      this.breaksAt = breaksAt;
    }

    @Override
    public String name() {
      return "asked";
    }

    @Override
    public InputSpec input() {
      return new InputSpec(List.of(FEATURES), 0, 1);
    }

    @Override
    public int classes() {
      return 2;
    }

    @Override
    public Declaration declares() {
      return Declaration.OPAQUE;
    }

    @Override
    public Tensor predict(Tensor x, Draws draws) {
      points.add(x.floats());
      ids.add(draws.ids());
      int[] classes = new int[x.rows()];
      for (int row = 0; row < classes.length; row++) {
        classes[row] = points.size() >= breaksAt[(int) draws.ids()[row] - 100] ? 1 : 0;
      }
      return Tensors.ofInts(classes);
    }
  }

  private static final int NEVER = Integer.MAX_VALUE;

  private static Batch batch() {
    return Victims.batch(Victims.pixels(ROWS * FEATURES, 4), new int[ROWS]);
  }

  private static Candidates propose(Asked model, int points, Norm norm, double epsilon) {
    return propose(model, batch(), points, norm, epsilon);
  }

  private static Candidates propose(
      Asked model, Batch batch, int points, Norm norm, double epsilon) {
    return new RandomPoints(points)
        .propose(
            model, batch, new ThreatModel(norm, epsilon), Goal.untargeted(), batch.draws(2, "rp"));
  }

  static Stream<Arguments> norms() {
    return Stream.of(
        Arguments.of(new Linf(), .2),
        Arguments.of(new L2(), .4),
        Arguments.of(new L1(), .9),
        Arguments.of(new L0(), 3));
  }

  @ParameterizedTest
  @MethodSource("norms")
  void everyPointIsInTheBallAndTheBox(Norm norm, double epsilon) {
    Scope.run(
        () -> {
          Asked model = new Asked(NEVER, NEVER, NEVER);
          propose(model, 40, norm, epsilon);
          assertThat(model.points).hasSize(40);
          float[] clean = batch().inputs().floats();
          for (float[] point : model.points) {
            double[] delta = new double[point.length];
            Arrays.setAll(delta, i -> (double) point[i] - clean[i]);
            for (double distance : norm.of(Tensors.of(delta, ROWS, FEATURES)).doubles()) {
              assertThat(distance).isLessThanOrEqualTo(epsilon + 1e-6);
            }
            for (float value : point) {
              assertThat(value).isBetween(0f, 1f);
            }
          }
          float[] first = model.points.get(0);
          assertThat(model.points.stream().skip(1)).noneMatch(other -> Arrays.equals(other, first));
        });
  }

  /** For Linf they are corners, cut off by the box. */
  @Test
  void oddOnesAreExtreme() {
    Scope.run(
        () -> {
          Asked model = new Asked(NEVER, NEVER, NEVER);
          propose(model, 10, new Linf(), .2);
          float[] clean = batch().inputs().floats();
          for (int number = 0; number < 10; number++) {
            float[] point = model.points.get(number);
            int inside = 0;
            for (int i = 0; i < point.length; i++) {
              double high = Math.min(1, clean[i] + .2);
              double low = Math.max(0, clean[i] - .2);
              boolean extreme = Math.min(high - point[i], point[i] - low) < 1e-6;
              inside += extreme ? 0 : 1;
            }
            if (number % 2 == 1) {
              assertThat(inside).as("point %d", number).isZero();
            } else {
              assertThat(inside).as("point %d", number).isGreaterThan(FEATURES);
            }
          }
        });
  }

  @Test
  void extremePointsOfTheRoundBallLieOnItsSphere() {
    Scope.run(
        () -> {
          Asked model = new Asked(NEVER);
          float[] middle = new float[FEATURES];
          Arrays.fill(middle, .5f);
          propose(model, Victims.batch(middle, 0), 6, new L2(), .3);
          for (int number = 1; number < 6; number += 2) {
            double square = 0;
            for (float value : model.points.get(number)) {
              square += (value - .5) * (value - .5);
            }
            assertThat(Math.sqrt(square)).isCloseTo(.3, within(1e-6));
          }
        });
  }

  @Test
  void whatIsBrokenIsAskedNoMoreAndProposedAsItWas() {
    Scope.run(
        () -> {
          Asked model = new Asked(3, NEVER, 1);
          Candidates found = propose(model, 5, new Linf(), .2);
          assertThat(model.ids.stream().map(asked -> asked.length)).containsExactly(3, 2, 2, 1, 1);
          assertThat(model.ids.get(1)).containsExactly(100, 101);
          assertThat(model.ids.get(4)).containsExactly(101);
          assertThat(found.steps()).containsExactly(3, 5, 1);
          float[] points = found.points().floats();
          float[] clean = batch().inputs().floats();
          assertThat(row(points, 0)).containsExactly(row(model.points.get(2), 0));
          assertThat(row(points, 1)).as("never broken").containsExactly(row(clean, 1));
          assertThat(row(points, 2)).containsExactly(row(model.points.get(0), 2));
          Asked soon = new Asked(2, 1, 2);
          propose(soon, 50, new Linf(), .2);
          assertThat(soon.points).hasSize(2);
        });
  }

  @Test
  void aRowHasThePointsThatItHasAlone() {
    Scope.run(
        () -> {
          Asked together = new Asked(NEVER, NEVER, NEVER);
          propose(together, 4, new Linf(), .2);
          Asked alone = new Asked(NEVER, NEVER, NEVER);
          propose(alone, batch().rows(1), 4, new Linf(), .2);
          for (int number = 0; number < 4; number++) {
            assertThat(alone.points.get(number))
                .containsExactly(row(together.points.get(number), 1));
          }
        });
  }

  private static float[] row(float[] values, int row) {
    return Arrays.copyOfRange(values, row * FEATURES, (row + 1) * FEATURES);
  }

  @Test
  void settingsAreCheckedAndRecorded() {
    assertThatThrownBy(() -> new RandomPoints(0))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("at least 1 point, not 0");
    assertThat(new RandomPoints(7).settings()).containsEntry("points", 7);
  }
}
