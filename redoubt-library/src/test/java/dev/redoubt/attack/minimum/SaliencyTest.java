package dev.redoubt.attack.minimum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.attack.Victims;
import java.util.Arrays;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SaliencyTest {
  /** Compared with all pairs, among them equals and features that are not free. */
  @Property(tries = 300)
  void thePairIsTheBestOfAllPairs(
      @ForAll @IntRange(max = 100_000) int seed,
      @ForAll @IntRange(min = 1, max = 30) int features) {
    float[] rise = rounded(Victims.weights(features, seed));
    float[] fall = rounded(Victims.weights(features, seed + 1L));
    boolean[] free = new boolean[features];
    for (int i = 0; i < features; i++) {
      free[i] = (seed + i) % 5 != 0;
    }
    double best = 0;
    for (int p = 0; p < features; p++) {
      for (int q = 0; q < p; q++) {
        if (free[p] && free[q]) {
          best = Math.max(best, product(rise, fall, p, q));
        }
      }
    }
    int[] found = new Saliency(rise, fall).pair(free);
    if (best == 0) {
      assertThat(found).isEmpty();
    } else {
      assertThat(found).hasSize(2);
      assertThat(found[0]).isNotEqualTo(found[1]);
      assertThat(free[found[0]] && free[found[1]]).isTrue();
      assertThat(product(rise, fall, found[0], found[1])).isCloseTo(best, within(1e-6));
    }
  }

  private static double product(float[] rise, float[] fall, int p, int q) {
    double up = (double) rise[p] + rise[q];
    double down = (double) fall[p] + fall[q];
    return up > 0 && down > 0 ? up * down : 0;
  }

  private static float[] rounded(float[] values) {
    float[] rounded = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      rounded[i] = Math.round(values[i] * 4) / 4f;
    }
    return rounded;
  }

  @Example
  void oneFeatureMayMakeUpForAnother() {
    float[] rise = {5, -1, 2};
    float[] fall = {-1, 4, 0.1f};
    boolean[] free = {true, true, true};
    assertThat(new Saliency(rise, fall).pair(free)).containsExactlyInAnyOrder(0, 1);
    assertThat(new Saliency(rise, fall).single(free)).containsExactly(2);
  }

  @Example
  void whatIsNoNumberIsNotChosen() {
    float[] rise = {Float.NaN, 1, Float.POSITIVE_INFINITY, 1};
    float[] fall = {1, 1, 1, Float.NaN};
    boolean[] free = {true, true, true, true};
    assertThat(new Saliency(rise, fall).pair(free)).isEmpty();
    float[] none = new float[4];
    Arrays.fill(none, Float.NaN);
    assertThat(new Saliency(none, none).single(free)).isEmpty();
  }
}
