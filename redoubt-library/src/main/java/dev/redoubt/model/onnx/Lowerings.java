package dev.redoubt.model.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import dev.redoubt.BadInputException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/** All operators that can be imported. */
final class Lowerings {
  private static final Map<String, Lowering> ALL = new HashMap<>();

  static {
    ActivationLowering.register(ALL);
    ArithmeticLowering.register(ALL);
    ConvolutionLowering.register(ALL);
    LinearLowering.register(ALL);
    NormalizationLowering.register(ALL);
    PaddingLowering.register(ALL);
    PoolingLowering.register(ALL);
    ReductionLowering.register(ALL);
    ResizeLowering.register(ALL);
    SelectionLowering.register(ALL);
    ShapeLowering.register(ALL);
    ValueLowering.register(ALL);
  }

  private Lowerings() {}

  /** The names of the operators. */
  static List<String> names() {
    return List.copyOf(new TreeSet<>(ALL.keySet()));
  }

  static Lowering of(NodeProto node) {
    return Objects.requireNonNull(ALL.get(node.getOpType()), node.getOpType());
  }

  /**
   * Checks that there is a lowering for each node.
   *
   * @throws BadInputException that names all that have none
   */
  static void requireAll(OnnxFile file, List<NodeProto> nodes) {
    List<String> missing =
        nodes.stream()
            .filter(
                node ->
                    !OnnxFile.isStandard(node.getDomain()) || !ALL.containsKey(node.getOpType()))
            .map(
                node ->
                    "%s%s (node '%s')"
                        .formatted(
                            OnnxFile.isStandard(node.getDomain()) ? "" : node.getDomain() + ".",
                            node.getOpType(),
                            OnnxNode.nameOf(node)))
            .toList();
    if (!missing.isEmpty()) {
      throw new BadInputException(
          "model %s uses operators that can't be imported: %s; it can still be attacked as a black box, with onnxruntime:%s"
              .formatted(file.file(), String.join(", ", missing), file.file()));
    }
  }
}
