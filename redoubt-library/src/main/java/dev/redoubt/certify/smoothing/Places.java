package dev.redoubt.certify.smoothing;

import dev.redoubt.BadInputException;
import dev.redoubt.data.InputSpec;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.RandomStream;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * What ablation and deletion keep or replace as one: a pixel with all its channels in images, a
 * single feature in everything else.
 *
 * @param shape one input's
 */
record Places(List<Integer> shape) {
  /** Decides which places of one input are kept. */
  @FunctionalInterface
  interface Choice {
    /**
     * Sets {@code kept[offset + place]} to 1 for the places that are kept; all are 0 before.
     *
     * @param stream the input's own
     */
    void mark(RandomStream stream, float[] kept, int offset);
  }

  Places {
    shape = List.copyOf(shape);
  }

  private boolean ofImages() {
    return shape.size() == 3;
  }

  /** How many there are in one input. */
  int count() {
    return (ofImages() ? shape.subList(1, 3) : shape).stream().reduce(1, Math::multiplyExact);
  }

  /** What they are called. */
  String unit() {
    return ofImages() ? "pixels" : "features";
  }

  /** The value at a share of the range of inputs: 0 the lowest, 1 the highest. */
  static double fill(InputSpec input, double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new BadInputException(
          "what is filled in lies between 0, the lowest value of inputs, and 1, the highest, not at %s"
              .formatted(share));
    }
    return input.low() + share * (input.high() - input.low());
  }

  /**
   * {@code x} at the places that are kept, bit for bit, and {@code fill} at the others.
   *
   * @param x {@code [n, ...shape]}
   */
  Tensor kept(Tensor x, Draws draws, double fill, Choice choice) {
    check(x);
    int each = count();
    float[] kept = new float[Math.multiplyExact(x.rows(), each)];
    for (int row = 0; row < x.rows(); row++) {
      choice.mark(draws.stream(row), kept, row * each);
    }
    return Scope.tensors(
        () -> {
          Tensor mask = Elementwise.greater(Tensors.of(kept, maskShape(x.rows())).like(x), 0);
          return Elementwise.where(mask, x, Tensors.full(fill, x.dtype(), 1).like(x));
        });
  }

  /** The same for one input, in place. */
  void keep(float[] values, RandomStream stream, double fill, Choice choice) {
    float[] kept = new float[count()];
    choice.mark(stream, kept, 0);
    for (int i = 0; i < values.length; i++) {
      if (kept[i % kept.length] == 0) {
        values[i] = (float) fill;
      }
    }
  }

  private void check(Tensor x) {
    int[] own = Arrays.stream(x.shape()).skip(1).mapToInt(Math::toIntExact).toArray();
    List<Integer> given = Arrays.stream(own).boxed().toList();
    if (!given.equals(shape)) {
      throw new BadInputException(
          "the smoothing is for inputs of shape %s, not %s".formatted(shape, given));
    }
  }

  /** As {@code x}, with a single channel for images. */
  private long[] maskShape(int rows) {
    long[] mask = new long[shape.size() + 1];
    mask[0] = rows;
    for (int i = 0; i < shape.size(); i++) {
      mask[i + 1] = i == 0 && ofImages() ? 1 : shape.get(i);
    }
    return mask;
  }

  /**
   * The largest number of changed places that a probability suffices for.
   *
   * @param needed the probability that has to be exceeded, from the number of changed places: ½ at
   *     0, then rising, perhaps beyond 1
   */
  int largest(double p, IntToDoubleFunction needed) {
    if (!(p > 0.5)) {
      return 0;
    }
    int low = 0;
    int high = 1;
    while (high <= count() && needed.applyAsDouble(high) <= p) {
      low = high;
      high = (int) Math.min(2L * high, count() + 1L);
    }
    while (high - low > 1) {
      int middle = low + (high - low) / 2;
      if (needed.applyAsDouble(middle) <= p) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The inverse of {@link #largest}. */
  double probability(double radius, IntToDoubleFunction needed) {
    double changed = Math.ceil(radius);
    return changed > count() ? 1 : Math.min(1, needed.applyAsDouble((int) changed));
  }
}
