package dev.redoubt.attack.apgd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The schedule of Auto-PGD, traced by hand. */
class StepSizesTest {
  /** Croce and Hein 2020, section 3.2, with the windows that their implementation rounds to. */
  @ParameterizedTest
  @CsvSource({
    "100, '22 41 57 70 80 87 93 99'",
    "20, '4 7 9 10 11 12 13 14 15 16 17 18 19 20'",
    "5, '1 2 3 4 5'",
    "1, '1'"
  })
  void checkpoints(int steps, String expected) {
    StepSizes sizes = StepSizes.begin(steps, .3, new double[] {0});
    List<String> checkpoints = new ArrayList<>();
    for (int i = 1; i <= steps; i++) {
      if (sizes.observe(new double[] {i}, new double[] {i}).length > 0) {
        checkpoints.add(Integer.toString(i));
      }
    }
    assertThat(String.join(" ", checkpoints)).isEqualTo(expected);
  }

  @Test
  void theFirstStepIsTwiceTheRadius() {
    assertThat(StepSizes.begin(10, .3, new double[2]).sizes()).containsExactly(.6, .6);
  }

  /** At 100 steps the first window has 22, and .75 of them are 16.5. */
  @ParameterizedTest
  @CsvSource({"22, false", "17, false", "16, true", "0, true"})
  void rowThatRisesInTooFewStepsIsHalvedAndGoesBack(int rises, boolean halved) {
    StepSizes sizes = StepSizes.begin(100, 1, new double[] {0});
    double loss = 0;
    boolean[] back = {};
    for (int i = 0; i < 22; i++) {
      loss += i < rises ? 1 : -1;
      back = sizes.observe(new double[] {loss}, new double[] {rises});
    }
    assertThat(back).containsExactly(halved);
    assertThat(sizes.sizes()).containsExactly(halved ? 1 : 2);
  }

  /**
   * Rising all the time, but never to a new best: halved from the second checkpoint on, unless it
   * was just halved.
   */
  @Test
  void rowThatIsStuckIsHalvedEverySecondTime() {
    StepSizes sizes = StepSizes.begin(100, 1, new double[] {-1000});
    List<Boolean> halvings = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      boolean[] back = sizes.observe(new double[] {-500 + i}, new double[] {0});
      if (back.length > 0) {
        halvings.add(back[0]);
      }
    }
    // The best loss is 0 from the first checkpoint on: not yet known to be stuck there.
    assertThat(halvings).containsExactly(false, true, false, true, false, true, false, true);
    assertThat(sizes.sizes()).containsExactly(2.0 / 16);
  }

  @Test
  void rowsAreIndependentAndStayThemselvesWhenOthersLeave() {
    StepSizes both = StepSizes.begin(100, 1, new double[] {0, 0});
    for (int i = 1; i < 22; i++) {
      both.observe(new double[] {-i, i}, new double[] {0, i});
    }
    StepSizes second = both.rows(1);
    assertThat(second.observe(new double[] {22}, new double[] {22})).containsExactly(false);
    assertThat(both.observe(new double[] {-22, 22}, new double[] {0, 22}))
        .containsExactly(true, false);
    assertThat(both.sizes()).containsExactly(1, 2);
    assertThat(second.sizes()).containsExactly(2);
  }
}
