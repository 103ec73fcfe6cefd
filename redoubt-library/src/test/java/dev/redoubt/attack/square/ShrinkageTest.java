package dev.redoubt.attack.square;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.tensor.RandomStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class ShrinkageTest {
  /**
   * The norm falls with the threshold, so that the one that reaches the budget is the right one.
   */
  @Property(tries = 300)
  void theNormThenIsTheBudget(
      @ForAll @IntRange(max = 10_000) int seed,
      @ForAll @IntRange(min = 1, max = 40) int count,
      @ForAll @DoubleRange(min = 0.01, max = 10) double budget) {
    RandomStream stream = RandomStream.of(seed, -1, "shrinkage");
    double[] sizes = new double[count + 1];
    double[] rooms = new double[count + 1];
    for (int i = 0; i < count; i++) {
      sizes[i] = Math.exp(2 * stream.gaussian());
      rooms[i] = stream.below(3) == 0 ? 0 : stream.uniform();
    }
    sizes[count] = 1e9; // beyond what it may look at
    double threshold = Shrinkage.threshold(sizes, rooms, count, budget);
    if (norm(sizes, rooms, count, 0) <= budget) {
      assertThat(threshold).isZero();
    } else {
      assertThat(norm(sizes, rooms, count, threshold)).isCloseTo(budget, within(1e-9 * budget));
    }
  }

  private static double norm(double[] sizes, double[] rooms, int count, double threshold) {
    double norm = 0;
    for (int i = 0; i < count; i++) {
      norm += Math.min(Math.max(sizes[i] - threshold, 0), rooms[i]);
    }
    return norm;
  }
}
