package dev.redoubt.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SampleSizeTest {
  /** Whether the best and the worst that so many samples can show would lead to a verdict. */
  private static boolean enough(double claim, int n) {
    boolean credible = Share.lower(n, n, .05) >= claim - .05;
    boolean refuted = claim == 0 || Share.upper(0, n, .01) < claim;
    return credible && refuted;
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {
        0, .013, .02, .049, .0501, .1, .13, .2, .25, .33, .45, .5, .7, .8, .9, .95, .99, 1
      })
  void theFewestThatAreEnough(double claim) {
    int n = SampleSize.needed(claim);
    assertThat(enough(claim, n)).isTrue();
    assertThat(n == 1 || !enough(claim, n - 1)).as("%d would do", n - 1).isTrue();
  }

  @Test
  void whatCanHardlyBeRefutedWantsMoreSamplesThanThereAre() {
    assertThat(SampleSize.needed(1e-4)).isEqualTo(46_050);
    assertThat(SampleSize.needed(1e-9)).isEqualTo(Integer.MAX_VALUE);
    assertThat(SampleSize.needed(1e-18)).isEqualTo(Integer.MAX_VALUE);
  }
}
