package dev.redoubt.purify;

import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Neural;
import dev.redoubt.tensor.RandomStream;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.Arrays;
import java.util.function.Function;

/**
 * A rectangle of an image, resized and put somewhere on an image of the same size: {@code V x Hᵀ}
 * with a matrix for each side. So a batch in which every row has a window of its own takes two
 * products, and their derivative is exact.
 */
record Window(Stretch vertical, Stretch horizontal) {
  /**
   * Each row through a window of its own.
   *
   * @param x images {@code [n, channels, height, width]}
   * @param outside what stands around the window
   * @param choice the window of a row, from its stream
   */
  static Tensor each(Tensor x, Draws draws, double outside, Function<RandomStream, Window> choice) {
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
