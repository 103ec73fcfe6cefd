package dev.redoubt.attack.spatial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.data.InputSpec;
import dev.redoubt.tensor.RandomStream;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Moved images, against pixels that are carried over one by one. */
class MoverTest {
  private static final int SIDE = 5;
  private static final InputSpec SQUARE = new InputSpec(List.of(2, SIDE, SIDE), -1, 2);
  private static final InputSpec WIDE = new InputSpec(List.of(1, 6, 10), 0, 1);

  private static float[] image(InputSpec input) {
    float[] values = new float[input.features()];
    RandomStream.of(1, 2, "image").fillUniform(values, 0, values.length, input.low(), 1);
    return values;
  }

  private static float[] moved(InputSpec input, Move... moves) {
    return Scope.value(
        () ->
            Mover.of(
                    Tensors.of(
                        image(input),
                        1,
                        input.shape().get(0),
                        input.shape().get(1),
                        input.shape().get(2)),
                    input,
                    List.of(List.of(moves)))
                .images(new int[] {0}, 0, moves.length)
                .floats());
  }

  @Test
  void aQuarterTurnsAnticlockwise() {
    float[] before = image(SQUARE);
    float[] after = moved(SQUARE, new Move(90, 0, 0, 1));
    for (int channel = 0; channel < 2; channel++) {
      for (int y = 0; y < SIDE; y++) {
        for (int x = 0; x < SIDE; x++) {
          // What was on the right comes to lie above.
          int from = channel * 25 + y * SIDE + x;
          int to = channel * 25 + (SIDE - 1 - x) * SIDE + y;
          assertThat(after[to]).isCloseTo(before[from], within(1e-5f));
        }
      }
    }
  }

  @Test
  void shiftsAreSharesOfTheSidesAndBringInTheLowestValue() {
    float[] before = image(SQUARE);
    float[] after = moved(SQUARE, new Move(0, .4, -.2, 1));
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        boolean inside = x >= 2 && y < 4;
        float expected = inside ? before[(y + 1) * SIDE + x - 2] : -1;
        assertThat(after[y * SIDE + x]).isCloseTo(expected, within(1e-5f));
      }
    }
  }

  /** Turned, scaled, shifted, by the definition: each pixel is the weighted mean of four. */
  @Test
  void allAtOnceOnAnImageThatIsNoSquare() {
    float[] before = image(WIDE);
    Move move = new Move(20, .1, -.05, 1.3);
    float[] after = moved(WIDE, new Move(0, 0, 0, 1), move);
    assertThat(Arrays.copyOf(after, 60)).containsExactly(before, within(1e-5f));
    for (int y = 0; y < 6; y++) {
      for (int x = 0; x < 10; x++) {
        // Back: shift, shrink, turn clockwise as it is seen, where rows count downwards.
        double right = (x - 4.5 - 1) / 1.3;
        double up = -(y - 2.5 + .3) / 1.3;
        double angle = -Math.toRadians(20);
        double fromX = 4.5 + right * Math.cos(angle) - up * Math.sin(angle);
        double fromY = 2.5 - (right * Math.sin(angle) + up * Math.cos(angle));
        double expected = 0;
        for (int i = 0; i < 60; i++) {
          expected +=
              Math.max(0, 1 - Math.abs(fromX - i % 10))
                  * Math.max(0, 1 - Math.abs(fromY - Math.floorDiv(i, 10)))
                  * before[i];
        }
        assertThat((double) after[60 + y * 10 + x]).isCloseTo(expected, within(1e-4));
      }
    }
  }

  @Test
  void gridsGoFromEndToEnd() {
    Tries.Extent most = new Tries.Extent(30, .1, .2);
    List<Move> grid = new Tries.Grid(3, 2, 3).of(most, RandomStream.of(0, 0, ""));
    assertThat(grid).hasSize(3 * 2 * 2 * 3).doesNotHaveDuplicates();
    assertThat(grid.get(0)).isEqualTo(new Move(-30, -.1, -.1, .8));
    assertThat(grid.get(1)).isEqualTo(new Move(0, -.1, -.1, .8));
    assertThat(grid.get(35)).isEqualTo(new Move(30, .1, .1, 1.2));
    assertThat(new Tries.Grid(1, 1, 1).of(most, RandomStream.of(0, 0, "")))
        .containsExactly(new Move(0, 0, 0, 1));
  }

  @Test
  void drawsFillTheExtent() {
    List<Move> moves =
        new Tries.WorstOf(2000).of(new Tries.Extent(30, .1, .2), RandomStream.of(3, 0, ""));
    assertThat(moves).allMatch(move -> Math.abs(move.degrees()) <= 30);
    assertThat(moves).allMatch(move -> Math.abs(move.right()) <= .1);
    assertThat(moves).allMatch(move -> Math.abs(move.down()) <= .1);
    assertThat(moves).allMatch(move -> Math.abs(move.scale() - 1) <= .2);
    assertThat(moves.stream().mapToDouble(Move::degrees).max().orElseThrow()).isGreaterThan(29);
    assertThat(moves.stream().mapToDouble(Move::right).min().orElseThrow()).isLessThan(-.097);
    assertThat(moves.stream().mapToDouble(Move::down).max().orElseThrow()).isGreaterThan(.097);
    assertThat(moves.stream().mapToDouble(Move::scale).min().orElseThrow()).isLessThan(.81);
  }
}
