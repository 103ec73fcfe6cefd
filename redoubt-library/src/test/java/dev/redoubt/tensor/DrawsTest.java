package dev.redoubt.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DrawsTest {
  private static final Draws DRAWS = new Draws(11, new long[] {5, 900, -1}, "noise");

  @Test
  void rowsAreTheStreamsOfTheirSamples() {
    Scope.run(
        () -> {
          Tensor like = Tensors.zeros(DType.FLOAT32, 3, 2, 2);
          float[] uniform = DRAWS.uniformLike(like, -1, 2).floats();
          float[] gaussian = DRAWS.gaussianLike(like).floats();
          float[] perSample = DRAWS.uniformPerSample(like).floats();
          for (int row = 0; row < 3; row++) {
            long id = DRAWS.ids()[row];
            float[] expected = new float[4];
            RandomStream.of(11, id, "noise").fillUniform(expected, 0, 4, -1, 2);
            assertThat(Arrays.copyOfRange(uniform, row * 4, row * 4 + 4)).containsExactly(expected);
            RandomStream.of(11, id, "noise").fillGaussian(expected, 0, 4);
            assertThat(Arrays.copyOfRange(gaussian, row * 4, row * 4 + 4))
                .containsExactly(expected);
            assertThat(perSample[row])
                .isEqualTo((float) RandomStream.of(11, id, "noise").uniform());
          }
        });
  }

  @Test
  void aSampleDrawsTheSameInAnyBatch() {
    Scope.run(
        () -> {
          float[] all = DRAWS.gaussianLike(Tensors.zeros(DType.FLOAT32, 3, 4)).floats();
          float[] some = DRAWS.rows(2, 0).gaussianLike(Tensors.zeros(DType.FLOAT32, 2, 4)).floats();
          assertThat(Arrays.copyOfRange(some, 0, 4))
              .containsExactly(Arrays.copyOfRange(all, 8, 12));
          assertThat(Arrays.copyOfRange(some, 4, 8)).containsExactly(Arrays.copyOfRange(all, 0, 4));
        });
  }

  @Test
  void finerPurposesAreJoinedBySlashes() {
    assertThat(DRAWS.of("start").purpose()).isEqualTo("noise/start");
    assertThat(new Draws(1, new long[0], "").of("start").purpose()).isEqualTo("start");
    assertThat(DRAWS.of("start").stream(0).uniform())
        .isEqualTo(RandomStream.of(11, 5, "noise/start").uniform());
  }

  @Test
  void drawsTakeTheTypeOfTheirModelAndRefuseOtherBatches() {
    Scope.run(
        () -> {
          assertThat(DRAWS.uniformLike(Tensors.zeros(DType.FLOAT64, 3, 1), 0, 1).dtype())
              .isEqualTo(DType.FLOAT64);
          Tensor two = Tensors.zeros(DType.FLOAT32, 2, 1);
          assertThatThrownBy(() -> DRAWS.gaussianLike(two))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessage("2 rows for 3 sample ids");
        });
  }

  /** Three levels deep, as an ensemble of an ensemble seen by an attacker who averages. */
  @Test
  void copiesOfCopiesAllDrawForThemselvesAndTheFirstIsTheSampleItself() {
    int[] levels = {300, 30, 7};
    Draws deep = DRAWS;
    for (int copies : levels) {
      deep = deep.copies(copies);
    }
    int rows = 3 * 300 * 30 * 7;
    Set<Double> seen = new HashSet<>();
    for (int row = 0; row < rows; row++) {
      seen.add(deep.stream(row).uniform());
      assertThat(deep.sampleId(row)).isEqualTo(DRAWS.ids()[row % 3]);
    }
    assertThat(seen).hasSize(rows);
    for (int row = 0; row < 3; row++) {
      assertThat(deep.stream(row).uniform()).isEqualTo(DRAWS.stream(row).uniform());
    }
  }

  @Test
  void aCopyDrawsTheSameInAnyBatch() {
    Draws all = DRAWS.copies(4).of("inner").copies(3);
    Draws one = DRAWS.rows(1).copies(4).of("inner").copies(3);
    for (int copy = 0; copy < 12; copy++) {
      assertThat(one.stream(copy).uniform()).isEqualTo(all.stream(3 * copy + 1).uniform());
      assertThat(all.rows(3 * copy + 1).stream(0).uniform()).isEqualTo(one.stream(copy).uniform());
    }
    assertThatThrownBy(() -> DRAWS.copies(Draws.MOST_COPIES + 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("4097 copies, at most 4096");
  }
}
