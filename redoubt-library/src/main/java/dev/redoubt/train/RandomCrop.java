package dev.redoubt.train;

import dev.redoubt.data.InputSpec;
import dev.redoubt.tensor.RandomStream;

/**
 * A window of the image's own size out of the image framed by repeated edge pixels.
 *
 * @param padding width of the frame in pixels
 */
public record RandomCrop(int padding) implements Augmentation {
  @Override
  public void apply(float[] pixels, InputSpec input, RandomStream stream) {
    int down = stream.below(2 * padding + 1) - padding;
    int right = stream.below(2 * padding + 1) - padding;
    int height = input.shape().get(1);
    int width = input.shape().get(2);
    float[] before = pixels.clone();
    for (int i = 0; i < pixels.length; i++) {
      int x = i % width;
      int y = i / width % height;
      int plane = i - x - y * width;
      int fromY = Math.min(Math.max(y + down, 0), height - 1);
      int fromX = Math.min(Math.max(x + right, 0), width - 1);
      pixels[i] = before[plane + fromY * width + fromX];
    }
  }
}
