package dev.redoubt.model.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The end of a classifier's graph: where its logits are.
 *
 * @param logits the name of the value to take
 * @param sigmoid whether the file's output is the sigmoid of that value
 * @param axis the dimension of the softmax that was left away, negative from the back
 * @param notes what was left away
 */
record Head(String logits, boolean sigmoid, OptionalLong axis, List<String> notes) {
  /**
   * Finds the logits under a softmax or log-softmax at the end.
   *
   * @param opset the version that the graph is written in
   */
  static Head of(GraphProto graph, int opset) {
    Map<String, NodeProto> givers = new HashMap<>();
    for (NodeProto node : graph.getNodeList()) {
      node.getOutputList().forEach(output -> givers.put(output, node));
    }
    List<String> notes = new ArrayList<>();
    OptionalLong axis = OptionalLong.empty();
    String name = graph.getOutput(0).getName();
    if (graph.getOutputCount() > 1) {
      notes.add("of %d outputs the first, '%s', is taken".formatted(graph.getOutputCount(), name));
    }
    for (int i = 0; i <= graph.getNodeCount(); i++) {
      NodeProto giver = givers.get(name);
      if (giver == null || giver.getInputCount() == 0) {
        break;
      }
      String type = giver.getOpType();
      boolean softmax = type.equals("Softmax") || type.equals("LogSoftmax");
      if (type.equals("Sigmoid")) {
        return new Head(giver.getInput(0), true, axis, notes);
      }
      if (!softmax && !type.equals("Identity")) {
        break;
      }
      if (softmax) {
        axis = OptionalLong.of(axis(giver, opset));
        notes.add("%s at the end left away: the logits under it are used".formatted(type));
      }
      name = giver.getInput(0);
    }
    return new Head(name, false, axis, notes);
  }

  /** Up to opset 12 the dimensions from the axis on are one: from 1 on, the whole sample. */
  private static long axis(NodeProto node, int opset) {
    long axis = opset < 13 ? 1 : -1;
    for (AttributeProto attribute : node.getAttributeList()) {
      axis = attribute.getName().equals("axis") ? attribute.getI() : axis;
    }
    return axis;
  }
}
