package dev.redoubt.model.onnx;

import dev.redoubt.nn.Operator;

/**
 * How one of our operators is expressed in ONNX.
 *
 * @param <O> the operator
 */
@FunctionalInterface
interface Export<O extends Operator> {
  /** Writes the node; gives the name of its value. */
  String write(O operator, NodeExport node);
}
