package dev.redoubt.purify;

import dev.redoubt.BadInputException;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.pipeline.Purifier;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.RandomStream;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Window;
import java.util.Map;

/**
 * Random resizing and random padding (Xie et al. 2018, section 4): each image is resized to a
 * height drawn uniformly from {@code ⌈smallest · height⌉ … height} and the same share of its width,
 * then put at a random place on an image of the size that it had, with the lowest value around it.
 *
 * <p>In the paper images grow, from 299 pixels to up to 331; here the largest is the size that the
 * classifier takes, and 299/331 is about .9. It is linear in the image: attackers average its own
 * derivative over draws.
 *
 * @param smallest the least share of each side, in (0, 1]
 */
public record ResizePad(double smallest, InputSpec takes) implements Purifier {
  /** About the share of the paper. */
  public static final double SMALLEST = 0.9;

  private static final String NAME = "resize-pad";

  /** Checks. */
  public ResizePad {
    ImageStage.require(NAME, takes);
    if (!(smallest > 0 && smallest <= 1)) {
      throw new BadInputException(
          "%s wants a smallest share above 0 and at most 1, not %s".formatted(NAME, smallest));
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Map<String, Object> settings() {
    return Map.of("smallest", smallest);
  }

  @Override
  public Tensor apply(Tensor x, Draws draws) {
    return Window.each(x, draws, takes.low(), this::window);
  }

  private Window window(RandomStream stream) {
    return Window.shrunk(takes.shape().get(1), takes.shape().get(2), smallest, stream);
  }

  @Override
  public Declaration declares() {
    return new Declaration(new Declaration.Backward.Exact(), true);
  }
}
