package dev.redoubt.attack.spatial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.Candidates;
import dev.redoubt.attack.Victims;
import dev.redoubt.data.Batch;
import dev.redoubt.data.InputSpec;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.ThreatModel;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RotateTranslateScaleTest {
  private static final InputSpec INPUT = InputSpec.image(1, 10, 10);
  private static final ThreatModel ANY = ThreatModel.parse("linf:1");

  /** Shifts by -2 to 2 pixels along each side, columns first. */
  private static final RotateTranslateScale SHIFTS =
      new RotateTranslateScale(0, .2, 0, new Tries.Grid(1, 5, 1));

  /** A spot in the middle of each image, at column 4 and row 5. */
  private static Batch spots(int n, int... labels) {
    float[] pixels = new float[n * 100];
    for (int row = 0; row < n; row++) {
      pixels[row * 100 + 54] = 1;
    }
    Batch flat = Victims.batch(pixels, labels);
    return new Batch(flat.ids(), Tensors.of(pixels, n, 1, 10, 10), flat.labels());
  }

  private static Candidates run(
      RotateTranslateScale attack, BrightSpot model, Batch batch, Goal goal) {
    return attack.propose(model, batch, ANY, goal, batch.draws(7, "s"));
  }

  /** To column c and row r, the move number is 5 (r - 3) + c - 2, from 0. */
  @Test
  void theFirstMoveThatMeetsTheGoalIsProposed() {
    BrightSpot model = new BrightSpot(INPUT);
    Scope.run(
        () -> {
          Batch batch = spots(5, 54, 54, 54, 0, 54);
          int[] targets = {32, 45, 76, 54, 99};
          Candidates found = run(SHIFTS, model, batch, new Goal.Targeted(targets));
          assertThat(found.steps()).containsExactly(1, 5 + 3 + 1, 25, 0, 25);
          assertThat(model.predict(found.points(), batch.draws(0, "")).ints())
              .containsExactly(32, 45, 76, 54, 54);
          float[] clean = Arrays.copyOfRange(batch.inputs().floats(), 300, 500);
          assertThat(Arrays.copyOfRange(found.points().floats(), 300, 500)).containsExactly(clean);
        });
    // A look at all five; 4 moves of four, 8 of three, and the 13 left of two. And the check.
    assertThat(model.asked()).isEqualTo(5 + 4 * 4 + 8 * 3 + 13 * 2 + 5);
  }

  @Test
  void anyOtherClassWillDo() {
    BrightSpot model = new BrightSpot(INPUT);
    Scope.run(
        () -> {
          Candidates found = run(SHIFTS, model, spots(2, 54, 32), Goal.untargeted());
          assertThat(found.steps()).containsExactly(1, 0);
        });
    assertThat(model.asked()).isEqualTo(2 + 4);
  }

  @Test
  void passesAreBoundedInSize() {
    BrightSpot model = new BrightSpot(INPUT);
    int[] labels = new int[70];
    Arrays.fill(labels, 54);
    Scope.run(
        () -> {
          RotateTranslateScale still = new RotateTranslateScale(0, 0, 0, new Tries.WorstOf(100));
          Candidates found = run(still, model, spots(70, labels), Goal.untargeted());
          assertThat(found.steps()).containsOnly(100);
        });
    assertThat(model.asked()).isEqualTo(70 * (1 + 100));
    assertThat(model.most()).isEqualTo(7 * 70);
  }

  @Test
  void aSamplesResultDoesNotDependOnItsBatch() {
    RotateTranslateScale random = new RotateTranslateScale(40, .2, .2, new Tries.WorstOf(30));
    BrightSpot model = new BrightSpot(INPUT);
    Scope.run(
        () -> {
          Batch all = spots(4, 54, 54, 54, 54);
          Goal goal = new Goal.Targeted(new int[] {53, 65, 43, 44});
          int[] order = {2, 0, 3, 1};
          Candidates together = run(random, model, all.rows(order), goal.rows(order));
          for (int i = 0; i < 4; i++) {
            Candidates alone = run(random, model, all.rows(order[i]), goal.rows(order[i]));
            assertThat(alone.steps()[0]).isEqualTo(together.steps()[i]);
            assertThat(alone.points().floats())
                .containsExactly(
                    Arrays.copyOfRange(together.points().floats(), 100 * i, 100 * (i + 1)));
          }
          assertThat(Arrays.stream(together.steps()).distinct().count()).isGreaterThan(1);
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"linf:0.9", "l2:100", "l1:1000", "l0:100"})
  void onlyAThreatThatAllowsEveryInputIsTaken(String threat) {
    BrightSpot model = new BrightSpot(INPUT);
    assertThat(SHIFTS.refuses(ANY, model)).isEmpty();
    assertThat(SHIFTS.refuses(ThreatModel.parse(threat), model))
        .hasValue(
            "attack spatial is limited by its own settings, not by a norm: give --threat linf:1,"
                + " which allows every input");
    assertThat(new StAdv().refuses(ThreatModel.parse(threat), model)).isPresent();
    assertThat(SHIFTS.refuses(ANY, Victims.perceptron(6, 2, 1)))
        .hasValue(
            "attack spatial wants images [channels, height, width], but model mlp takes inputs of"
                + " shape [6]");
  }

  @ParameterizedTest
  @CsvSource({
    "181, .1, 0, 'the largest rotation must lie in [0, 180] degrees, not 181.0'",
    "30, -.1, 0, 'the largest shift must be a share of the side in [0, 1], not -0.1'",
    "30, .1, 1, 'the largest change of scale must lie in [0, 1), not 1.0'"
  })
  void badSettingsAreNamed(double degrees, double shift, double scale, String sentence) {
    assertThatThrownBy(() -> new RotateTranslateScale(degrees, shift, scale, new Tries.WorstOf(10)))
        .isInstanceOf(BadInputException.class)
        .hasMessage(sentence);
  }

  @Test
  void triesAreBounded() {
    assertThatThrownBy(() -> new Tries.Grid(0, 5, 1))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "a grid of moves wants at least 1 rotation, 1 shift and 1 scale, not 0, 5 and 1");
    assertThatThrownBy(() -> new Tries.Grid(1000, 1000, 1000))
        .isInstanceOf(BadInputException.class)
        .hasMessage("a grid of moves may have up to 1000000 points, not 1000000000000");
    assertThatThrownBy(() -> new Tries.WorstOf(0))
        .isInstanceOf(BadInputException.class)
        .hasMessage("random moves want a number from 1 to 1000000, not 0");
  }
}
