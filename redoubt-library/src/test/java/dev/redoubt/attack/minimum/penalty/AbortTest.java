package dev.redoubt.attack.minimum.penalty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.attack.Candidates;
import dev.redoubt.attack.CountingModel;
import dev.redoubt.attack.Victims;
import dev.redoubt.attack.minimum.NearestByGradient;
import dev.redoubt.data.Batch;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.tensor.Scope;
import dev.redoubt.threat.Goal;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rows leave a descent by their own losses. Where the losses of a batch are summed before they are
 * compared, a row that gets nowhere hides the progress of the others, or the other way round.
 */
class AbortTest {
  private static final int STEPS = 50;

  /** To every side of the box class 0 wins, by very much in the first feature's favour. */
  private static final NetworkModel MODEL =
      Victims.linear(new float[][] {{0, 9}, {1, 0}}, new float[] {0, -0.6f}, 0, 1);

  /** Near the boundary; then so far beyond reach that its loss is all of a sum. */
  private static final float[] NEAR = {0.5f, 0};

  private static final float[] HOPELESS = {0.5f, 1};

  private static Stream<NearestByGradient> attacks() {
    return Stream.of(
        new CarliniWagner(STEPS, 3, 0.1, 0.02, 0, true),
        new Ead(STEPS, 3, 0.1, 0.01, 0.002, 0, Ead.Rule.L1, true),
        new CarliniWagnerLinf(STEPS, 0.1, 20, 0.9, 1 / 256.0, 0.02, 0, true));
  }

  @SuppressWarnings("ArrayRecordComponent") // one row, never compared
  private record Outcome(float[] first, int steps, int passes) {}

  private static Outcome first(NearestByGradient attack, float[]... rows) {
    float[] pixels = new float[2 * rows.length];
    for (int row = 0; row < rows.length; row++) {
      System.arraycopy(rows[row], 0, pixels, 2 * row, 2);
    }
    CountingModel counting = new CountingModel(MODEL);
    return Scope.value(
        () -> {
          Batch batch = Victims.batch(pixels, new int[rows.length]);
          Candidates found =
              attack.closest(
                  counting, batch, attack.norms().get(0), Goal.untargeted(), batch.draws(0, ""));
          float[] all = found.points().floats();
          return new Outcome(new float[] {all[0], all[1]}, found.steps()[0], counting.backward());
        });
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void aRowIsFoundJustAsAloneAmongRowsThatGetNowhere(NearestByGradient attack) {
    Outcome alone = first(attack, NEAR);
    Outcome among = first(attack, NEAR, HOPELESS, HOPELESS);
    assertThat(alone.steps()).isPositive();
    assertThat(among.first()).containsExactly(alone.first());
    assertThat(among.steps()).isEqualTo(alone.steps());
  }

  /** So do the passes: what a batch costs is what its rows cost by themselves. */
  @ParameterizedTest
  @MethodSource("attacks")
  void aBatchCostsWhatItsRowsCostAlone(NearestByGradient attack) {
    int near = first(attack, NEAR).passes();
    int hopeless = first(attack, HOPELESS).passes();
    assertThat(first(attack, NEAR, HOPELESS, HOPELESS).passes()).isEqualTo(near + 2 * hopeless);
    assertThat(near).isNotEqualTo(hopeless);
  }
}
