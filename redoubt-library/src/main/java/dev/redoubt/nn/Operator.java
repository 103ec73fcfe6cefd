package dev.redoubt.nn;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.redoubt.nn.operator.Add;
import dev.redoubt.nn.operator.ArgMax;
import dev.redoubt.nn.operator.AvgPool2d;
import dev.redoubt.nn.operator.BatchNorm;
import dev.redoubt.nn.operator.Cast;
import dev.redoubt.nn.operator.Celu;
import dev.redoubt.nn.operator.Clip;
import dev.redoubt.nn.operator.Compare;
import dev.redoubt.nn.operator.Concat;
import dev.redoubt.nn.operator.Constant;
import dev.redoubt.nn.operator.Conv2d;
import dev.redoubt.nn.operator.ConvTranspose2d;
import dev.redoubt.nn.operator.CumSum;
import dev.redoubt.nn.operator.Divide;
import dev.redoubt.nn.operator.Einsum;
import dev.redoubt.nn.operator.Elu;
import dev.redoubt.nn.operator.Expand;
import dev.redoubt.nn.operator.Flatten;
import dev.redoubt.nn.operator.Gather;
import dev.redoubt.nn.operator.Gelu;
import dev.redoubt.nn.operator.GlobalAvgPool;
import dev.redoubt.nn.operator.GlobalMaxPool;
import dev.redoubt.nn.operator.GroupNorm;
import dev.redoubt.nn.operator.HardSigmoid;
import dev.redoubt.nn.operator.InstanceNorm;
import dev.redoubt.nn.operator.IntConstant;
import dev.redoubt.nn.operator.LayerNorm;
import dev.redoubt.nn.operator.LeakyRelu;
import dev.redoubt.nn.operator.Linear;
import dev.redoubt.nn.operator.LogSoftmax;
import dev.redoubt.nn.operator.Logic;
import dev.redoubt.nn.operator.MatMul;
import dev.redoubt.nn.operator.MaxPool2d;
import dev.redoubt.nn.operator.Maximum;
import dev.redoubt.nn.operator.Minimum;
import dev.redoubt.nn.operator.Multiply;
import dev.redoubt.nn.operator.Normalize;
import dev.redoubt.nn.operator.Not;
import dev.redoubt.nn.operator.OneHot;
import dev.redoubt.nn.operator.PRelu;
import dev.redoubt.nn.operator.Pad;
import dev.redoubt.nn.operator.Permute;
import dev.redoubt.nn.operator.Pointwise;
import dev.redoubt.nn.operator.Power;
import dev.redoubt.nn.operator.RandomNormal;
import dev.redoubt.nn.operator.RandomUniform;
import dev.redoubt.nn.operator.Reduce;
import dev.redoubt.nn.operator.Relu;
import dev.redoubt.nn.operator.Reshape;
import dev.redoubt.nn.operator.Resize;
import dev.redoubt.nn.operator.Selu;
import dev.redoubt.nn.operator.Silu;
import dev.redoubt.nn.operator.Sinusoid;
import dev.redoubt.nn.operator.Slice;
import dev.redoubt.nn.operator.Softmax;
import dev.redoubt.nn.operator.Subtract;
import dev.redoubt.nn.operator.Tile;
import dev.redoubt.nn.operator.TopK;
import dev.redoubt.nn.operator.Upsample;
import dev.redoubt.nn.operator.Where;
import dev.redoubt.tensor.Tensor;
import java.util.List;

/**
 * One kind of node of a network: its attributes, the weights that it declares and its transfer
 * function. Implementations are records; they hold no tensors.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Add.class, name = "Add"),
  @JsonSubTypes.Type(value = ArgMax.class, name = "ArgMax"),
  @JsonSubTypes.Type(value = AvgPool2d.class, name = "AvgPool2d"),
  @JsonSubTypes.Type(value = BatchNorm.class, name = "BatchNorm"),
  @JsonSubTypes.Type(value = Cast.class, name = "Cast"),
  @JsonSubTypes.Type(value = Celu.class, name = "Celu"),
  @JsonSubTypes.Type(value = Clip.class, name = "Clip"),
  @JsonSubTypes.Type(value = Compare.class, name = "Compare"),
  @JsonSubTypes.Type(value = Concat.class, name = "Concat"),
  @JsonSubTypes.Type(value = Constant.class, name = "Constant"),
  @JsonSubTypes.Type(value = Conv2d.class, name = "Conv2d"),
  @JsonSubTypes.Type(value = ConvTranspose2d.class, name = "ConvTranspose2d"),
  @JsonSubTypes.Type(value = CumSum.class, name = "CumSum"),
  @JsonSubTypes.Type(value = Divide.class, name = "Divide"),
  @JsonSubTypes.Type(value = Einsum.class, name = "Einsum"),
  @JsonSubTypes.Type(value = Elu.class, name = "Elu"),
  @JsonSubTypes.Type(value = Expand.class, name = "Expand"),
  @JsonSubTypes.Type(value = Flatten.class, name = "Flatten"),
  @JsonSubTypes.Type(value = Gather.class, name = "Gather"),
  @JsonSubTypes.Type(value = Gelu.class, name = "Gelu"),
  @JsonSubTypes.Type(value = GlobalAvgPool.class, name = "GlobalAvgPool"),
  @JsonSubTypes.Type(value = GlobalMaxPool.class, name = "GlobalMaxPool"),
  @JsonSubTypes.Type(value = GroupNorm.class, name = "GroupNorm"),
  @JsonSubTypes.Type(value = HardSigmoid.class, name = "HardSigmoid"),
  @JsonSubTypes.Type(value = InstanceNorm.class, name = "InstanceNorm"),
  @JsonSubTypes.Type(value = IntConstant.class, name = "IntConstant"),
  @JsonSubTypes.Type(value = LayerNorm.class, name = "LayerNorm"),
  @JsonSubTypes.Type(value = LeakyRelu.class, name = "LeakyRelu"),
  @JsonSubTypes.Type(value = Linear.class, name = "Linear"),
  @JsonSubTypes.Type(value = LogSoftmax.class, name = "LogSoftmax"),
  @JsonSubTypes.Type(value = Logic.class, name = "Logic"),
  @JsonSubTypes.Type(value = MatMul.class, name = "MatMul"),
  @JsonSubTypes.Type(value = MaxPool2d.class, name = "MaxPool2d"),
  @JsonSubTypes.Type(value = Maximum.class, name = "Maximum"),
  @JsonSubTypes.Type(value = Minimum.class, name = "Minimum"),
  @JsonSubTypes.Type(value = Multiply.class, name = "Multiply"),
  @JsonSubTypes.Type(value = Normalize.class, name = "Normalize"),
  @JsonSubTypes.Type(value = Not.class, name = "Not"),
  @JsonSubTypes.Type(value = OneHot.class, name = "OneHot"),
  @JsonSubTypes.Type(value = PRelu.class, name = "PRelu"),
  @JsonSubTypes.Type(value = Pad.class, name = "Pad"),
  @JsonSubTypes.Type(value = Permute.class, name = "Permute"),
  @JsonSubTypes.Type(value = Pointwise.class, name = "Pointwise"),
  @JsonSubTypes.Type(value = Power.class, name = "Power"),
  @JsonSubTypes.Type(value = RandomNormal.class, name = "RandomNormal"),
  @JsonSubTypes.Type(value = RandomUniform.class, name = "RandomUniform"),
  @JsonSubTypes.Type(value = Reduce.class, name = "Reduce"),
  @JsonSubTypes.Type(value = Relu.class, name = "Relu"),
  @JsonSubTypes.Type(value = Reshape.class, name = "Reshape"),
  @JsonSubTypes.Type(value = Resize.class, name = "Resize"),
  @JsonSubTypes.Type(value = Selu.class, name = "Selu"),
  @JsonSubTypes.Type(value = Silu.class, name = "Silu"),
  @JsonSubTypes.Type(value = Sinusoid.class, name = "Sinusoid"),
  @JsonSubTypes.Type(value = Slice.class, name = "Slice"),
  @JsonSubTypes.Type(value = Softmax.class, name = "Softmax"),
  @JsonSubTypes.Type(value = Subtract.class, name = "Subtract"),
  @JsonSubTypes.Type(value = Tile.class, name = "Tile"),
  @JsonSubTypes.Type(value = TopK.class, name = "TopK"),
  @JsonSubTypes.Type(value = Upsample.class, name = "Upsample"),
  @JsonSubTypes.Type(value = Where.class, name = "Where"),
})
public interface Operator {
  /** The weights that the operator wants, in the order in which files list them. */
  default List<WeightSpec> weightSpecs() {
    return List.of();
  }

  /** Whether two evaluations with other draws may differ. */
  default boolean random() {
    return false;
  }

  /**
   * The operator's value.
   *
   * @param inputs as many tensors as the operator takes, batch first; never changed
   * @param weights the operator's own weights by the names that it declared
   * @param pass the mode, and the randomness for those that declare it
   * @return a new handle, never one of the inputs itself
   */
  Tensor forward(List<Tensor> inputs, Weights weights, Pass pass);
}
