package dev.redoubt.tensor;

import java.util.Arrays;
import java.util.function.Function;

/**
 * A rectangle of an image, resized and put somewhere on an image of the same size: {@code V x Hᵀ}
 * with a matrix for each side. So a batch in which every row has a window of its own takes two
 * products, and their derivative is exact.
 */
public record Window(Stretch vertical, Stretch horizontal) {
  /** The whole of an image, as it is. */
  public static Window whole(int height, int width) {
    return new Window(new Stretch(0, height, 0, height), new Stretch(0, width, 0, width));
  }

  /**
   * The whole of an image made smaller and put at a random place: resized to a height drawn
   * uniformly from {@link #leastHeight} to {@code height} and the same share of the width.
   *
   * @param smallest the least share of each side, in (0, 1]
   */
  public static Window shrunk(int height, int width, double smallest, RandomStream stream) {
    int least = leastHeight(height, smallest);
    int newHeight = least + stream.below(height - least + 1);
    int newWidth = Math.max(1, (int) Math.round((double) width * newHeight / height));
    return new Window(anywhere(height, newHeight, stream), anywhere(width, newWidth, stream));
  }

  /**
   * {@code ⌈smallest · height⌉}, where a product that is whole but for rounding counts as whole.
   */
  public static int leastHeight(int height, double smallest) {
    return (int) Math.ceil(smallest * height - 1e-9);
  }

  private static Stretch anywhere(int side, int newLength, RandomStream stream) {
    return new Stretch(0, side, stream.below(side - newLength + 1), newLength);
  }

  /**
   * Each row through a window of its own.
   *
   * @param x images {@code [n, channels, height, width]}
   * @param outside what stands around the window
   * @param choice the window of a row, from its stream
   */
  public static Tensor each(
      Tensor x, Draws draws, double outside, Function<RandomStream, Window> choice) {
    Window[] windows = new Window[x.rows()];
    Arrays.setAll(windows, row -> choice.apply(draws.stream(row)));
    int height = Math.toIntExact(x.size(2));
    int width = Math.toIntExact(x.size(3));
    return Scope.tensors(
        () -> {
          Tensor rows = matrices(windows, Window::vertical, height).like(x);
          Tensor columns = matrices(windows, Window::horizontal, width).like(x);
          Tensor wide = Neural.matmul(x.minus(outside), Layout.transpose(columns, 2, 3));
          return Neural.matmul(rows, wide).plus(outside);
        });
  }

  /** {@code [n, 1, side, side]}. */
  private static Tensor matrices(Window[] windows, Function<Window, Stretch> which, int side) {
    return Tensors.ofRows(
        (row, values) -> {
          Arrays.fill(values, 0);
          which.apply(windows[row]).write(values, side);
        },
        windows.length,
        1,
        side,
        side);
  }
}
