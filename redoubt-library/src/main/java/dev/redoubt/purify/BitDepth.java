package dev.redoubt.purify;

import dev.redoubt.BadInputException;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.pipeline.Purifier;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Tensor;
import java.util.Map;

/**
 * Fewer grey levels: each value is rounded to the nearest of {@code 2^bits} that are spread evenly
 * over the range (feature squeezing, Xu et al. 2018). Its derivative is zero; attackers take the
 * identity's.
 *
 * @param bits of each value, from 1 to 16
 */
public record BitDepth(int bits, InputSpec takes) implements Purifier {
  /** Checks. */
  public BitDepth {
    if (bits < 1 || bits > 16) {
      throw new BadInputException("bit-depth wants from 1 to 16 bits, not " + bits);
    }
  }

  @Override
  public String name() {
    return "bit-depth";
  }

  @Override
  public Map<String, Object> settings() {
    return Map.of("bits", bits);
  }

  @Override
  public Tensor apply(Tensor x, Draws draws) {
    double steps = (1 << bits) - 1;
    double range = takes.high() - takes.low();
    Tensor level = Elementwise.clamp(x, takes.low(), takes.high()).minus(takes.low());
    return Elementwise.round(level.times(steps / range)).times(range / steps).plus(takes.low());
  }

  @Override
  public Declaration declares() {
    return new Declaration(Declaration.Backward.Surrogate.identity(), false);
  }
}
