package dev.redoubt.nn;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.redoubt.nn.operator.Add;
import dev.redoubt.nn.operator.AvgPool2d;
import dev.redoubt.nn.operator.BatchNorm;
import dev.redoubt.nn.operator.Concat;
import dev.redoubt.nn.operator.Conv2d;
import dev.redoubt.nn.operator.Flatten;
import dev.redoubt.nn.operator.GlobalAvgPool;
import dev.redoubt.nn.operator.Linear;
import dev.redoubt.nn.operator.MaxPool2d;
import dev.redoubt.nn.operator.Normalize;
import dev.redoubt.nn.operator.Relu;
import dev.redoubt.nn.operator.Silu;
import dev.redoubt.tensor.Tensor;
import java.util.List;

/**
 * One kind of node of a network: its attributes, the weights that it declares and its transfer
 * function. Implementations are records; they hold no tensors.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Add.class, name = "Add"),
  @JsonSubTypes.Type(value = AvgPool2d.class, name = "AvgPool2d"),
  @JsonSubTypes.Type(value = BatchNorm.class, name = "BatchNorm"),
  @JsonSubTypes.Type(value = Concat.class, name = "Concat"),
  @JsonSubTypes.Type(value = Conv2d.class, name = "Conv2d"),
  @JsonSubTypes.Type(value = Flatten.class, name = "Flatten"),
  @JsonSubTypes.Type(value = GlobalAvgPool.class, name = "GlobalAvgPool"),
  @JsonSubTypes.Type(value = Linear.class, name = "Linear"),
  @JsonSubTypes.Type(value = MaxPool2d.class, name = "MaxPool2d"),
  @JsonSubTypes.Type(value = Normalize.class, name = "Normalize"),
  @JsonSubTypes.Type(value = Relu.class, name = "Relu"),
  @JsonSubTypes.Type(value = Silu.class, name = "Silu"),
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
