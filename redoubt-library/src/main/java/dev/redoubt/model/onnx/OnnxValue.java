package dev.redoubt.model.onnx;

import dev.redoubt.tensor.DType;
import java.util.List;

/**
 * A value of an ONNX graph that is being written.
 *
 * @param name how nodes refer to it
 * @param type its element type; all floats are fp32
 * @param shape its lengths; {@value #OPEN} for those that go with the batch
 */
record OnnxValue(String name, DType type, List<Long> shape) {
  /** Stands for a length that is not known before the samples are. */
  static final long OPEN = -1;

  OnnxValue {
    type = type.isFloating() ? DType.FLOAT32 : type;
    shape = List.copyOf(shape);
  }

  int rank() {
    return shape.size();
  }

  boolean isFloating() {
    return type.isFloating();
  }
}
