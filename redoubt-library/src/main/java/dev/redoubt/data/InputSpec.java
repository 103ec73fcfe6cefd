package dev.redoubt.data;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.redoubt.BadInputException;
import java.util.List;

/**
 * What one input of a classifier looks like, in the space in which attacks live (pixel space).
 *
 * @param shape the shape of one sample without the batch dimension: {@code [channels, height,
 *     width]} for images, {@code [features]} for tables; every entry is positive
 * @param low the smallest allowed value, usually 0
 * @param high the largest allowed value, usually 1; {@code low < high}
 */
public record InputSpec(List<Integer> shape, double low, double high) {
  /** Checks and copies. */
  public InputSpec {
    shape = List.copyOf(shape);
    if (shape.isEmpty() || shape.stream().anyMatch(n -> n <= 0)) {
      throw new BadInputException("input shape " + shape + " must have positive dimensions");
    }
    if (!(low < high) || Double.isInfinite(low) || Double.isInfinite(high)) {
      throw new BadInputException(
          "input range [" + low + ", " + high + "] must be finite with low < high");
    }
  }

  /** An image of the given size with values in [0, 1]. */
  public static InputSpec image(int channels, int height, int width) {
    return new InputSpec(List.of(channels, height, width), 0, 1);
  }

  /** Values in one sample: the product of the shape. */
  public int features() {
    return shape.stream().reduce(1, Math::multiplyExact);
  }

  /** Whether the shape is {@code [channels, height, width]}. */
  @JsonIgnore
  public boolean isImage() {
    return shape.size() == 3;
  }
}
