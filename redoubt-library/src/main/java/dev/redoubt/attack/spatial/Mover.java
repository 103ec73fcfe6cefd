package dev.redoubt.attack.spatial;

import dev.redoubt.data.InputSpec;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Neural;
import dev.redoubt.tensor.Sampling;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.threat.InputDomain;
import java.util.List;

/**
 * Moves images.
 *
 * @param clean {@code [n, channels, height, width]}
 * @param moves those of each row
 * @param pixels column, row and 1 of each pixel, {@code [height · width, 3]}
 */
record Mover(Tensor clean, InputSpec input, List<List<Move>> moves, Tensor pixels) {
  static Mover of(Tensor clean, InputSpec input, List<List<Move>> moves) {
    int height = input.shape().get(1);
    int width = input.shape().get(2);
    Tensor places = Layout.reshape(Sampling.pixels(height, width), -1, 2);
    Tensor ones = Tensors.full(1, places.dtype(), (long) height * width, 1);
    Tensor pixels = Layout.concat(List.of(places, ones), 1).like(clean);
    return new Mover(clean, input, moves, pixels);
  }

  /** Some rows moved by each of {@code count} moves, block after block, {@code [count·n, ...]}. */
  Tensor images(int[] rows, int first, int count) {
    return Scope.tensors(
        () -> {
          int height = input.shape().get(1);
          int width = input.shape().get(2);
          long all = (long) count * rows.length;
          Tensor maps =
              Tensors.ofRows(
                  (i, values) -> {
                    Move move = moves.get(rows[i % rows.length]).get(first + i / rows.length);
                    move.write(values, height, width);
                  },
                  all,
                  3,
                  2);
          Tensor places =
              Layout.reshape(Neural.matmul(pixels, maps.like(clean)), all, height, width, 2);
          // What lies beyond the edges is zero for the engine.
          Tensor images = Layout.copies(Layout.rows(clean, rows).minus(input.low()), count);
          Tensor read = Sampling.bilinear(images, places, Sampling.Beyond.ZERO);
          return InputDomain.of(input).clamp(read.plus(input.low()));
        });
  }
}
