package dev.redoubt.train;

import dev.redoubt.data.InputSpec;
import dev.redoubt.tensor.RandomStream;

/**
 * The mirror image, half the time. Not for digits or signs, whose mirror images mean other things.
 */
public record HorizontalFlip() implements Augmentation {
  @Override
  public void apply(float[] pixels, InputSpec input, RandomStream stream) {
    if (stream.uniform() < 0.5) {
      return;
    }
    int width = input.shape().get(2);
    for (int row = 0; row < pixels.length; row += width) {
      for (int x = 0; x < width / 2; x++) {
        float left = pixels[row + x];
        pixels[row + x] = pixels[row + width - 1 - x];
        pixels[row + width - 1 - x] = left;
      }
    }
  }
}
