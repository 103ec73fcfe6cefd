package dev.redoubt.model.onnx;

import dev.redoubt.nn.operator.BatchNorm;
import dev.redoubt.nn.operator.GroupNorm;
import dev.redoubt.nn.operator.InstanceNorm;
import dev.redoubt.nn.operator.LayerNorm;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Normalisation by statistics of the batch, the sample, the channel or the layer. */
final class NormalizationLowering {
  private NormalizationLowering() {}

  static void register(Map<String, Lowering> table) {
    table.put("BatchNormalization", Lowering.of(NormalizationLowering::batch));
    table.put("InstanceNormalization", Lowering.of(NormalizationLowering::instance));
    table.put("GroupNormalization", Lowering.of(NormalizationLowering::group));
    table.put("LayerNormalization", Lowering.of(NormalizationLowering::layer));
  }

  private static Value batch(OnnxNode node, Tracer trace) {
    if (node.flag("training_mode", false) || !node.flag("spatial", true)) {
      throw node.unsupported("it is in training mode, or not spatial");
    }
    Tensor scale = node.constant(1);
    Map<String, Tensor> weights = affine(scale, node.constant(2));
    weights.put("running_mean", node.constant(3));
    weights.put("running_var", node.constant(4));
    int channels = Math.toIntExact(scale.count());
    // ONNX's is the share that stays; rounded, since in binary 1 - 0.9 is not 0.1.
    double momentum = Math.round((1 - node.real("momentum", 0.9)) * 1e9) / 1e9;
    return trace.emit(
        node.name(),
        new BatchNorm(channels, momentum, node.real("epsilon", 1e-5)),
        weights,
        node.input(0));
  }

  private static Map<String, Tensor> affine(Tensor scale, Tensor bias) {
    Map<String, Tensor> weights = new LinkedHashMap<>();
    weights.put("weight", scale);
    weights.put("bias", bias);
    return weights;
  }

  private static Value instance(OnnxNode node, Tracer trace) {
    Tensor scale = node.constant(1);
    return trace.emit(
        node.name(),
        new InstanceNorm(Math.toIntExact(scale.count()), node.real("epsilon", 1e-5)),
        affine(scale, node.constant(2)),
        node.input(0));
  }

  /** The scale was one a group in opset 18, and is one a channel since 21. */
  private static Value group(OnnxNode node, Tracer trace) {
    Value x = node.input(0);
    int groups = node.integer("num_groups", 0);
    int channels = Math.toIntExact(x.small().size(1));
    if (groups < 1 || channels % groups != 0) {
      throw node.unsupported(channels + " channels don't divide into " + groups + " groups");
    }
    return trace.emit(
        node.name(),
        new GroupNorm(groups, channels, node.real("epsilon", 1e-5)),
        affine(perChannel(node.constant(1), channels), perChannel(node.constant(2), channels)),
        x);
  }

  private static Tensor perChannel(Tensor values, int channels) {
    long count = values.count();
    if (count == channels) {
      return values;
    }
    long times = channels / count;
    Tensor rows = Layout.reshape(values, count, 1);
    Tensor repeated = rows.times(Tensors.full(1, values.dtype(), 1, times));
    return Layout.reshape(repeated, channels);
  }

  private static Value layer(OnnxNode node, Tracer trace) {
    if (node.isRead(1) || node.isRead(2)) {
      throw node.unsupported("it gives its statistics");
    }
    Value x = node.input(0);
    int axis = node.axis(node.integer("axis", -1L), x.rank());
    long[] shape = Arrays.copyOfRange(x.small().shape(), axis, x.rank());
    Tensor ones = Tensors.full(1, node.constant(1).dtype(), shape);
    Tensor scale = ones.times(node.constant(1));
    Tensor bias = node.has(2) ? ones.times(node.constant(2)) : Tensors.zerosLike(ones);
    List<Integer> extents = Arrays.stream(shape).mapToObj(Math::toIntExact).toList();
    return trace.emit(
        node.name(), new LayerNorm(extents, node.real("epsilon", 1e-5)), affine(scale, bias), x);
  }
}
