package dev.redoubt.report;

import dev.redoubt.data.InputSpec;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.ImageIO;

/** Pictures as PNG data URIs: no files beside the report. */
final class Pixels {
  private Pixels() {}

  /**
   * Encodes an image. Three channels are red, green and blue; any other number is averaged to grey.
   *
   * @param shape {@code [channels, height, width]}
   * @param values in channel-height-width order; clipped to [0, 1]
   */
  static String dataUri(int[] shape, float[] values) {
    int height = shape[1];
    int width = shape[2];
    boolean colour = shape[0] == 3;
    int plane = height * width;
    BufferedImage image =
        new BufferedImage(
            width, height, colour ? BufferedImage.TYPE_INT_RGB : BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < plane; i++) {
      int x = i % width;
      int y = i / width;
      if (colour) {
        int rgb = level(values[i]) << 16 | level(values[plane + i]) << 8;
        image.setRGB(x, y, rgb | level(values[2 * plane + i]));
      } else {
        image.getRaster().setSample(x, y, 0, level(mean(values, i, plane)));
      }
    }
    return encode(image);
  }

  /**
   * The same for a sample of a dataset.
   *
   * @param input its shape, {@code [channels, height, width]}, and its range
   */
  static String dataUri(InputSpec input, float[] values) {
    float[] shares = new float[values.length];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = (float) ((values[i] - input.low()) / (input.high() - input.low()));
    }
    return dataUri(input.shape().stream().mapToInt(Integer::intValue).toArray(), shares);
  }

  private static float mean(float[] values, int first, int step) {
    float sum = 0;
    int n = 0;
    for (int i = first; i < values.length; i += step) {
      sum += values[i];
      n++;
    }
    return sum / n;
  }

  private static int level(float value) {
    return Math.round(255 * Math.max(0, Math.min(1, value)));
  }

  /** A picture as it is. */
  static String encode(BufferedImage image) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.setUseCache(false);
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(out.toByteArray());
  }
}
