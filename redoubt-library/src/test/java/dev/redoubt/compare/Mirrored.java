package dev.redoubt.compare;

import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.pipeline.Purifier;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;

/**
 * Turns values round, {@code 1 - x}: who does not know of it climbs the wrong way.
 *
 * @param random what it declares, although it is not
 */
record Mirrored(InputSpec takes, boolean random) implements Purifier {
  @Override
  public String name() {
    return "mirrored";
  }

  @Override
  public Tensor apply(Tensor x, Draws draws) {
    return x.times(-1).plus(1);
  }

  @Override
  public Declaration declares() {
    return new Declaration(new Declaration.Backward.Exact(), random);
  }
}
