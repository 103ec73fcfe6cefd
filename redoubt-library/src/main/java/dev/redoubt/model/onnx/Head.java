package dev.redoubt.model.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The end of a classifier's graph: where its logits are.
 *
 * @param logits the name of the value to take
 * @param sigmoid whether the file's output is the sigmoid of that value
 * @param axis the dimension of the softmax that was left away, negative from the back
 * @param covered whether something stood above the softmax or sigmoid that was left away with it
 * @param asWritten whether the file's output is wanted itself, whatever it means
 * @param notes what was left away
 */
record Head(
    String logits,
    boolean sigmoid,
    OptionalLong axis,
    boolean covered,
    boolean asWritten,
    List<String> notes) {
  /** What may stand above a softmax: logits get their shape afresh anyhow. */
  private static final Set<String> KEEP_THE_ORDER =
      Set.of("Identity", "Squeeze", "Unsqueeze", "Reshape", "Flatten");

  /** The file's first output, nothing left away. */
  static Head asWritten(GraphProto graph) {
    List<String> notes = new ArrayList<>();
    return new Head(first(graph, notes), false, OptionalLong.empty(), false, true, notes);
  }

  private static String first(GraphProto graph, List<String> notes) {
    String name = graph.getOutput(0).getName();
    if (graph.getOutputCount() > 1) {
      notes.add("of %d outputs the first, '%s', is taken".formatted(graph.getOutputCount(), name));
    }
    return name;
  }

  /**
   * Finds the logits under a softmax, log-softmax or sigmoid at the end.
   *
   * @param bare only look at the very end, not under what keeps the order
   * @param opset the version that the graph is written in
   */
  static Head of(GraphProto graph, int opset, boolean bare) {
    Map<String, NodeProto> givers = new HashMap<>();
    for (NodeProto node : graph.getNodeList()) {
      node.getOutputList().forEach(output -> givers.put(output, node));
    }
    List<String> notes = new ArrayList<>();
    OptionalLong axis = OptionalLong.empty();
    String name = first(graph, notes);
    String logits = name;
    boolean above = false;
    boolean covered = false;
    for (int i = 0; i <= graph.getNodeCount(); i++) {
      NodeProto giver = givers.get(name);
      if (giver == null || giver.getInputCount() == 0) {
        break;
      }
      String type = giver.getOpType();
      boolean softmax = type.equals("Softmax") || type.equals("LogSoftmax");
      if (type.equals("Sigmoid")) {
        return new Head(giver.getInput(0), true, axis, covered || above, false, notes);
      }
      boolean keeps = bare ? type.equals("Identity") : KEEP_THE_ORDER.contains(type);
      if (!softmax && !keeps) {
        break;
      }
      if (softmax) {
        logits = giver.getInput(0);
        covered |= above;
        axis = OptionalLong.of(axis(giver, opset));
        notes.add("%s at the end left away: the logits under it are used".formatted(type));
      }
      above |= !softmax && !type.equals("Identity");
      name = giver.getInput(0);
    }
    return new Head(logits, false, axis, covered, false, notes);
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
