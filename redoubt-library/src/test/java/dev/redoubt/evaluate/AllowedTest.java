package dev.redoubt.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.threat.InputDomain;
import dev.redoubt.threat.L2;
import org.junit.jupiter.api.Test;

/** What may be handed in, row by row. */
final class AllowedTest {
  private static final Tensor SAMPLES =
      Tensors.of(new float[] {0, 0, .5f, .5f, 1, 1, .5f, .5f, .5f, .5f}, 5, 2);

  @Test
  void rowsTooFarOrOutOfRangeOrNoNumbersAreNot() {
    Tensor candidates =
        Tensors.of(
            new float[] {.3f, .4f, .5f, 1.1f, 1, 1.00001f, Float.NaN, .5f, .5f, .4999f}, 5, 2);
    double[] distances =
        new Allowed(new L2(), .5, new InputDomain(0, 1)).distances(SAMPLES, candidates);

    assertThat(distances[0]).isCloseTo(.5, within(1e-6));
    assertThat(distances[1]).as("too far").isNaN();
    assertThat(distances[2]).as("out of range").isNaN();
    assertThat(distances[3]).as("no number").isNaN();
    assertThat(distances[4]).isCloseTo(.0001, within(1e-6));
  }
}
