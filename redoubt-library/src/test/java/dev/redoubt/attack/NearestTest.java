package dev.redoubt.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import org.junit.jupiter.api.Test;

class NearestTest {
  private static Hits hits(boolean[] met, boolean[] sure) {
    double[] share = new double[met.length];
    for (int i = 0; i < share.length; i++) {
      share[i] = met[i] ? 1 : 0;
    }
    return new Hits(share, sure);
  }

  private static Tensor points(float... values) {
    return Tensors.of(values, values.length, 1);
  }

  @Test
  void theNearestIsKeptAndClearOnesGoBeforeHairs() {
    Scope.run(
        () -> {
          Nearest nearest = Nearest.nothing(points(0, 0, 0), 0);
          boolean[] all = {true, true, false};
          nearest =
              nearest.looking(
                  hits(all, new boolean[] {true, false, false}),
                  points(5, 5, 5),
                  new double[] {5, 5, 5},
                  1);
          nearest =
              nearest.looking(
                  hits(all, new boolean[] {false, true, false}),
                  points(4, 6, 4),
                  new double[] {4, 6, 4},
                  2);
          nearest =
              nearest.looking(
                  hits(all, new boolean[] {true, true, false}),
                  points(7, 5.5f, 7),
                  new double[] {7, 5.5, 7},
                  3);
          assertThat(nearest.points().doubles()).containsExactly(5, 5.5, 0);
          assertThat(nearest.distance()).containsExactly(5, 5.5, Double.POSITIVE_INFINITY);
          assertThat(nearest.steps()).containsExactly(1, 3, 3);
        });
  }

  @Test
  void rowsAreDoneAtADistanceThatIsEnoughIfClearly() {
    Scope.run(
        () -> {
          boolean[] all = {true, true, true};
          Nearest nearest =
              Nearest.nothing(points(0, 0, 0), 2)
                  .looking(
                      hits(all, new boolean[] {true, false, true}),
                      points(2, 2, 3),
                      new double[] {2, 2, 3},
                      1);
          assertThat(nearest.unfinished()).containsExactly(1, 2);
          Nearest rest = nearest.stay(nearest.unfinished());
          assertThat(rest.open()).containsExactly(1, 2);
          assertThat(rest.openDistances()).containsExactly(2, 3);
          Nearest last =
              rest.looking(
                  hits(new boolean[] {false, true}, new boolean[] {false, true}),
                  points(9, 1),
                  new double[] {9, 1},
                  2);
          assertThat(last.points().doubles()).containsExactly(2, 2, 1);
          assertThat(last.steps()).containsExactly(1, 1, 2);
          assertThat(last.stay(last.unfinished()).open()).containsExactly(1);
        });
  }
}
