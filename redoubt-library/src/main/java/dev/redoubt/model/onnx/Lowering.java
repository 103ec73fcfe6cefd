package dev.redoubt.model.onnx;

import java.util.List;

/** How one ONNX operator is expressed in ours. */
@FunctionalInterface
interface Lowering {
  /** The values of the node's outputs; trailing ones that nothing of ours computes are left out. */
  List<Value> lower(OnnxNode node, Tracer trace);

  /** A lowering to a single value. */
  @FunctionalInterface
  interface Single {
    /** The value of the node's first output. */
    Value lower(OnnxNode node, Tracer trace);
  }

  /** As a lowering of a node with one output. */
  static Lowering of(Single single) {
    return (node, trace) -> List.of(single.lower(node, trace));
  }
}
