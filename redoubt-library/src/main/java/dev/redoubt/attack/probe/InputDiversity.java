package dev.redoubt.attack.probe;

import dev.redoubt.BadInputException;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Window;

/**
 * Random resizing and padding of the images that a gradient is taken at (DI, Xie et al. 2019,
 * "Improving transferability of adversarial examples with input diversity", section 3.3): each
 * image, with some probability, made smaller and put at a random place with the lowest value around
 * it. In the paper images grow, from 299 pixels to 330; here they shrink by as much, so that every
 * model takes them.
 *
 * @param probability of an image to be changed, in [0, 1]
 * @param smallest the least share of each side, in (0, 1]
 */
public record InputDiversity(double probability, double smallest) {
  /** Checks the settings. */
  public InputDiversity {
    if (!(probability >= 0 && probability <= 1)) {
      throw new BadInputException(
          "the probability of input diversity must lie in [0, 1], not " + probability);
    }
    if (!(smallest > 0 && smallest <= 1)) {
      throw new BadInputException(
          "input diversity wants a smallest share above 0 and at most 1, not " + smallest);
    }
  }

  /** The paper's probability of .5, and about its sizes. */
  public InputDiversity() {
    this(0.5, 0.9);
  }

  /**
   * The images as a gradient is to be taken at them, on their tape.
   *
   * @param x {@code [n, channels, height, width]}
   * @param low what stands around images that were made smaller
   */
  public Tensor apply(Tensor x, double low, Draws draws) {
    int height = Math.toIntExact(x.size(2));
    int width = Math.toIntExact(x.size(3));
    return Window.each(
        x,
        draws,
        low,
        stream ->
            stream.uniform() < probability
                ? Window.shrunk(height, width, smallest, stream)
                : Window.whole(height, width));
  }
}
