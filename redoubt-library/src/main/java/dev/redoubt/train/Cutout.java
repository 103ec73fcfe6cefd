package dev.redoubt.train;

import dev.redoubt.BadInputException;
import dev.redoubt.data.InputSpec;
import dev.redoubt.tensor.RandomStream;

/**
 * A square around a random pixel is wiped out; parts of it may lie outside (DeVries and Taylor
 * 2017). It takes each channel's mean over the image, which is near 0 after normalisation.
 *
 * @param share the square's side as a share of the image's shorter side, in (0, 1]
 */
public record Cutout(double share) implements Augmentation {
  /** Checks the share. */
  public Cutout {
    if (!(share > 0 && share <= 1)) {
      throw new BadInputException("the side of a cutout must lie in (0, 1], not " + share);
    }
  }

  @Override
  public void apply(float[] pixels, InputSpec input, RandomStream stream) {
    int height = input.shape().get(1);
    int width = input.shape().get(2);
    int side = Math.max(1, (int) Math.round(share * Math.min(height, width)));
    int top = stream.below(height) - side / 2;
    int left = stream.below(width) - side / 2;
    int plane = height * width;
    for (int start = 0; start < pixels.length; start += plane) {
      float mean = mean(pixels, start, plane);
      for (int y = Math.max(0, top); y < Math.min(height, top + side); y++) {
        for (int x = Math.max(0, left); x < Math.min(width, left + side); x++) {
          pixels[start + y * width + x] = mean;
        }
      }
    }
  }

  private static float mean(float[] pixels, int start, int count) {
    double sum = 0;
    for (int i = start; i < start + count; i++) {
      sum += pixels[i];
    }
    return (float) (sum / count);
  }
}
