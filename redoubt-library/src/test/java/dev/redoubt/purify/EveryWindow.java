package dev.redoubt.purify;

import dev.redoubt.tensor.RandomStream;
import java.util.List;

/** Images, and rectangles of them resized and moved by loops over pixels, to compare with. */
final class EveryWindow {
  private EveryWindow() {}

  /** Values in [low, high], image by image. */
  static float[] images(int count, List<Integer> shape, double low, double high) {
    float[] values = new float[count * shape.stream().reduce(1, (a, b) -> a * b)];
    RandomStream.of(5, -1, "images").fillUniform(values, 0, values.length, low, high);
    return values;
  }

  /**
   * The rectangle {@code [top, top + height) × [left, left + width)} of one image at the size
   * {@code newHeight × newWidth}, with its corner at (newTop, newLeft), and {@code fill} around it.
   */
  record Placed(
      int top,
      int left,
      int height,
      int width,
      int newTop,
      int newLeft,
      int newHeight,
      int newWidth) {
    float[] of(float[] image, List<Integer> shape, double fill) {
      int rows = shape.get(1);
      int columns = shape.get(2);
      float[] result = new float[image.length];
      for (int c = 0; c < shape.get(0); c++) {
        for (int i = 0; i < rows; i++) {
          for (int j = 0; j < columns; j++) {
            boolean inside =
                i >= newTop && i < newTop + newHeight && j >= newLeft && j < newLeft + newWidth;
            double y = (i - newTop + 0.5) * height / newHeight - 0.5;
            double x = (j - newLeft + 0.5) * width / newWidth - 0.5;
            result[(c * rows + i) * columns + j] =
                (float) (inside ? at(image, c * rows * columns, columns, y, x) : fill);
          }
        }
      }
      return result;
    }

    private double at(float[] image, int channel, int columns, double y, double x) {
      int i = (int) Math.floor(y);
      int j = (int) Math.floor(x);
      double down = y - i;
      double right = x - j;
      return (1 - down) * (1 - right) * pixel(image, channel, columns, i, j)
          + (1 - down) * right * pixel(image, channel, columns, i, j + 1)
          + down * (1 - right) * pixel(image, channel, columns, i + 1, j)
          + down * right * pixel(image, channel, columns, i + 1, j + 1);
    }

    /** Of the rectangle; beyond it its outermost pixels go on. */
    private double pixel(float[] image, int channel, int columns, int i, int j) {
      int y = top + Math.min(Math.max(i, 0), height - 1);
      int x = left + Math.min(Math.max(j, 0), width - 1);
      return image[channel + y * columns + x];
    }
  }

  /** Whether two images are the same but for rounding. */
  static boolean same(float[] one, float[] other) {
    for (int i = 0; i < one.length; i++) {
      if (!(Math.abs(one[i] - other[i]) < 1e-5)) {
        return false;
      }
    }
    return true;
  }
}
