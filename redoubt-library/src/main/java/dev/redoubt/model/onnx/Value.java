package dev.redoubt.model.onnx;

import dev.redoubt.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A value of the graph while it is traced: what it is for a small and for a larger batch.
 *
 * @param small its value in the trace of the small batch
 * @param large its value in the trace of the large one; the same handle if it is a constant
 * @param origin what it depends on
 * @param node the node of our graph that gives it; null for what has not been needed there yet
 */
record Value(Tensor small, Tensor large, Origin origin, @Nullable String node) {
  /** What a value depends on. */
  enum Origin {
    /** Nothing: it can be folded. */
    CONSTANT,
    /** The number of samples alone. */
    BATCH,
    /** The samples. */
    DATA
  }

  static Value constant(Tensor value) {
    return new Value(value, value, Origin.CONSTANT, null);
  }

  boolean isConstant() {
    return origin == Origin.CONSTANT;
  }

  boolean isData() {
    return origin == Origin.DATA;
  }

  int rank() {
    return small.rank();
  }
}
