package dev.redoubt.purify.jpeg;

import dev.redoubt.tensor.Edges;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.Arrays;

/** Coding of planes of samples, block by block. */
final class Plane {
  private static final int SIDE = BlockTransform.SIDE;
  private static final double CENTRE = 128;

  private Plane() {}

  /**
   * What is decoded after coding.
   *
   * @param samples {@code [n, planes, height, width]} from 0 to 255
   * @return the same shape and range
   */
  static Tensor coded(Tensor samples, QuantisationTable table, Arithmetic arithmetic) {
    BlockTransform transform = new BlockTransform(arithmetic, samples);
    Tensor steps = steps(table).like(samples);
    Tensor blocks = blocks(toFullBlocks(samples).minus(CENTRE));
    Tensor coefficients = transform.coefficients(blocks).dividedBy(steps.times(SIDE));
    Tensor known = arithmetic.quantised(coefficients).times(steps);
    Tensor decoded = arithmetic.sample(transform.samples(known).plus(CENTRE));
    return cropped(whole(decoded), samples.size(2), samples.size(3));
  }

  /** {@code [u, v]}, as the transform has it. */
  private static Tensor steps(QuantisationTable table) {
    long[] steps = Arrays.stream(table.steps()).asLongStream().toArray();
    return Layout.transpose(Tensors.of(steps, SIDE, SIDE), 0, 1);
  }

  private static Tensor toFullBlocks(Tensor samples) {
    Tensor high = Edges.repeated(samples, 2, 0, Math.floorMod(-samples.size(2), SIDE));
    return Edges.repeated(high, 3, 0, Math.floorMod(-samples.size(3), SIDE));
  }

  /** {@code [n, planes, down, across, 8, 8]}. */
  private static Tensor blocks(Tensor x) {
    long down = x.size(2) / SIDE;
    long across = x.size(3) / SIDE;
    Tensor split = Layout.reshape(x, x.size(0), x.size(1), down, SIDE, across, SIDE);
    return Layout.permute(split, 0, 1, 2, 4, 3, 5);
  }

  private static Tensor whole(Tensor blocks) {
    Tensor split = Layout.permute(blocks, 0, 1, 2, 4, 3, 5);
    long height = blocks.size(2) * SIDE;
    long width = blocks.size(3) * SIDE;
    return Layout.reshape(split, blocks.size(0), blocks.size(1), height, width);
  }

  /** The upper left corner. */
  static Tensor cropped(Tensor x, long height, long width) {
    return Layout.slice(Layout.slice(x, 2, 0, height, 1), 3, 0, width, 1);
  }
}
