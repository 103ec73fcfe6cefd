package dev.redoubt.model.weights;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * A tensor as PyTorch saves it: element {@code i} is at {@code offset + Σ i_k stride_k} of its
 * storage.
 *
 * @param offset in elements
 * @param shape empty for a scalar
 * @param strides in elements, as many as the shape has
 */
record TensorView(TorchStorage storage, long offset, List<Long> shape, List<Long> strides)
    implements PickleValue {
  /** The most dimensions that PyTorch allows. */
  static final int MAX_RANK = 64;

  /** What is wrong with it, or nothing. After this, all arithmetic below is safe. */
  Optional<String> problem() {
    if (shape.size() != strides.size()) {
      return Optional.of("%d dimensions but %d strides".formatted(shape.size(), strides.size()));
    }
    if (offset < 0 || anyNegative(shape) || anyNegative(strides)) {
      return Optional.of("negative sizes, strides or offset");
    }
    try {
      long count = elements();
      long last = offset;
      for (int k = 0; k < shape.size() && count > 0; k++) {
        last = Math.addExact(last, Math.multiplyExact(shape.get(k) - 1, (long) strides.get(k)));
      }
      if (count > Integer.MAX_VALUE - 8 || (count > 0 && last >= storage.count())) {
        return Optional.of(
            "shape %s and strides %s, which reach beyond its storage of %d elements"
                .formatted(shape, strides, storage.count()));
      }
      if (count > storage.count()) {
        return Optional.of(
            "shape %s, whose elements share memory (its storage has only %d)"
                .formatted(shape, storage.count()));
      }
    } catch (ArithmeticException e) {
      return Optional.of("shape " + shape + ", which is too large");
    }
    return Optional.empty();
  }

  private static boolean anyNegative(List<Long> numbers) {
    return numbers.stream().anyMatch(n -> n < 0);
  }

  /** Number of elements. */
  long elements() {
    return shape.stream().reduce(1L, Math::multiplyExact);
  }

  /** The elements in row-major order, from the bytes of the storage in their order. */
  float[] floats(ByteBuffer bytes) {
    int count = (int) elements();
    if (contiguous()) {
      return storage.type().floats(bytes, count == 0 ? 0 : (int) offset, count);
    }
    float[] values = new float[count];
    int rank = shape.size();
    long[] index = new long[rank];
    long at = offset;
    for (int i = 0; i < count; i++) {
      values[i] = storage.type().at(bytes, (int) at);
      for (int k = rank - 1; k >= 0; k--) {
        at += strides.get(k);
        if (++index[k] < shape.get(k)) {
          break;
        }
        at -= index[k] * strides.get(k);
        index[k] = 0;
      }
    }
    return values;
  }

  private boolean contiguous() {
    long expected = 1;
    for (int k = shape.size() - 1; k >= 0; k--) {
      if (shape.get(k) > 1 && strides.get(k) != expected) {
        return false;
      }
      expected *= Math.max(1, shape.get(k));
    }
    return true;
  }
}
