package dev.redoubt.model.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The end of a classifier's graph: where its logits are.
 *
 * @param logits the name of the value to take
 * @param sigmoid whether the file's output is the sigmoid of that value
 * @param notes what was left away
 */
record Head(String logits, boolean sigmoid, List<String> notes) {
  /** Finds the logits under a softmax or log-softmax at the end. */
  static Head of(GraphProto graph) {
    Map<String, NodeProto> givers = new HashMap<>();
    for (NodeProto node : graph.getNodeList()) {
      node.getOutputList().forEach(output -> givers.put(output, node));
    }
    List<String> notes = new ArrayList<>();
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
      boolean softmax =
          (type.equals("Softmax") || type.equals("LogSoftmax")) && isOverClasses(giver);
      if (type.equals("Sigmoid")) {
        return new Head(giver.getInput(0), true, notes);
      }
      if (!softmax && !type.equals("Identity")) {
        break;
      }
      if (softmax) {
        notes.add("%s at the end left away: the logits under it are used".formatted(type));
      }
      name = giver.getInput(0);
    }
    return new Head(name, false, notes);
  }

  private static boolean isOverClasses(NodeProto node) {
    for (AttributeProto attribute : node.getAttributeList()) {
      if (attribute.getName().equals("axis")) {
        return attribute.getI() == 1 || attribute.getI() == -1;
      }
    }
    return true;
  }
}
