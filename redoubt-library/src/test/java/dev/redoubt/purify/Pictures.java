package dev.redoubt.purify;

import dev.redoubt.pipeline.Purifier;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.List;
import java.util.stream.LongStream;

/** Batches of images for tests, and plain access to them. */
final class Pictures {
  private Pictures() {}

  /** Values in [0, 1): waves with noise, so that neighbours are alike but not equal. */
  static double[] values(int count, int width, int seed) {
    double[] noise = new double[count];
    Draws draws = new Draws(seed, new long[] {0}, "picture");
    Scope.run(
        () -> {
          Tensor like = Tensors.of(noise, 1, count);
          System.arraycopy(draws.uniformLike(like, 0, 1).doubles(), 0, noise, 0, count);
        });
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      double wave = Math.sin(.7 * (i % width) + .9 * (i / width % 11));
      values[i] = .4 + .3 * wave + .3 * (noise[i] - .5);
    }
    return values;
  }

  /** As a batch of the shape that a stage takes. */
  static Tensor batch(Purifier stage, double[] values) {
    List<Integer> shape = stage.takes().shape();
    int rows = values.length / stage.takes().features();
    return Tensors.of(values, rows, shape.get(0), shape.get(1), shape.get(2));
  }

  /** Draws for rows 0, 1, … */
  static Draws draws(int rows) {
    return new Draws(11, LongStream.range(0, rows).toArray(), "test");
  }

  /** What a stage makes of values, in fp64. */
  static double[] applied(Purifier stage, double[] values) {
    return Scope.value(
        () -> {
          Tensor x = batch(stage, values);
          return stage.apply(x, draws(x.rows())).doubles();
        });
  }

  /** The value at a place of a plane; planes go on beyond their edges as in a mirror. */
  static double at(double[] values, int plane, int height, int width, int y, int x) {
    int row = reflected(y, height);
    return values[(plane * height + row) * width + reflected(x, width)];
  }

  private static int reflected(int place, int length) {
    int i = place;
    while (i < 0 || i >= length) {
      i = i < 0 ? -1 - i : 2 * length - 1 - i;
    }
    return i;
  }
}
