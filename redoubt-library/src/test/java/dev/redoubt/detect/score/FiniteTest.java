package dev.redoubt.detect.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensors;
import org.junit.jupiter.api.Test;

class FiniteTest {
  @Test
  void whatOverflowsCountsAsTheMostSuspicious() {
    double[] scores = {-3, 0, Double.NaN, Double.POSITIVE_INFINITY, 1e200, -1e200};
    Scope.run(
        () ->
            assertThat(Finite.of(Tensors.of(scores, 6)).doubles())
                .containsExactly(new double[] {-3, 0, 1e30, 1e30, 1e30, -1e30}, within(0.0)));
  }
}
