package dev.redoubt.train;

import dev.redoubt.BadInputException;
import dev.redoubt.data.InputSpec;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Tensor;

/**
 * The Gaussian noise that a denoiser learns to take away. Each sample has noise of its own
 * strength: a network that has only seen one strength takes as much away where nothing was added,
 * and a purifier's inputs mostly are clean. What leaves the range of inputs is clipped, as it is
 * where purifiers stand (and in MagNet, Meng and Chen 2017).
 *
 * @param low the smallest deviation, in pixel space, at least 0
 * @param high the largest, positive, finite and at least {@code low}
 */
public record NoiseLevels(double low, double high) {
  /** Checks. */
  public NoiseLevels {
    if (!(high > 0) || Double.isInfinite(high) || !(low >= 0) || low > high) {
      throw new BadInputException(
          "noise wants a positive, finite deviation, or a range of them such as 0.05:0.1, not "
              + (low == 0 ? "" + high : low + ":" + high));
    }
  }

  /**
   * From the largest deviation, the smallest being 0, or from both: {@code 0.1}, {@code 0.05:0.1}.
   *
   * @throws BadInputException if it is neither
   */
  public static NoiseLevels parse(String text) {
    String[] ends = text.split(":", -1);
    try {
      double last = Double.parseDouble(ends[ends.length - 1]);
      return switch (ends.length) {
        case 1 -> new NoiseLevels(0, last);
        case 2 -> new NoiseLevels(Double.parseDouble(ends[0]), last);
        default -> throw new NumberFormatException(text);
      };
    } catch (NumberFormatException e) {
      throw new BadInputException(
          "noise wants a deviation, or a range of them such as 0.05:0.1, not '" + text + "'", e);
    }
  }

  /** Samples under noise whose deviation is drawn evenly between the two, one a sample. */
  Tensor drawn(Tensor x, InputSpec input, Draws draws) {
    Tensor sigma = draws.of("level").uniformPerSample(x).times(high - low).plus(low);
    Tensor noise = draws.of("noise").gaussianLike(x);
    return clipped(x.plus(noise.times(Layout.perSample(sigma, x))), input);
  }

  /** Samples under the strongest noise. */
  Tensor strongest(Tensor x, InputSpec input, Draws draws) {
    return clipped(x.plus(high, draws.of("noise").gaussianLike(x)), input);
  }

  private static Tensor clipped(Tensor x, InputSpec input) {
    return Elementwise.clamp(x, input.low(), input.high());
  }
}
