package dev.redoubt.purify;

import dev.redoubt.BadInputException;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.pipeline.Purifier;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;
import java.util.Map;

/**
 * Gaussian noise, drawn anew for each input and not clipped.
 *
 * @param sigma its deviation in pixel space, positive and finite
 */
public record RandomNoise(double sigma, InputSpec takes) implements Purifier {
  /** Checks. */
  public RandomNoise {
    if (!(sigma > 0) || Double.isInfinite(sigma)) {
      throw new BadInputException("noise wants a positive, finite deviation, not " + sigma);
    }
  }

  @Override
  public String name() {
    return "noise";
  }

  @Override
  public Map<String, Object> settings() {
    return Map.of("sigma", sigma);
  }

  @Override
  public Tensor apply(Tensor x, Draws draws) {
    return x.plus(sigma, draws.gaussianLike(x));
  }

  @Override
  public Declaration declares() {
    return new Declaration(new Declaration.Backward.Exact(), true);
  }
}
