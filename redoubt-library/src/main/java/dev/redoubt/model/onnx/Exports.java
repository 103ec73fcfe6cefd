package dev.redoubt.model.onnx;

import dev.redoubt.nn.Operator;
import java.util.HashMap;
import java.util.Map;

/** All operators that can be exported. */
final class Exports {
  /** The table. */
  static final Exports ALL = new Exports();

  private final Map<Class<?>, Export<Operator>> table = new HashMap<>();

  private Exports() {
    ActivationExport.register(this);
    ArithmeticExport.register(this);
    ConvolutionExport.register(this);
    EmbeddingExport.register(this);
    LinearExport.register(this);
    NormalizationExport.register(this);
    PaddingExport.register(this);
    PoolingExport.register(this);
    ReductionExport.register(this);
    ResizeExport.register(this);
    SelectionExport.register(this);
    ShapeExport.register(this);
    ValueExport.register(this);
  }

  <O extends Operator> void put(Class<O> type, Export<O> export) {
    table.put(type, (operator, node) -> export.write(type.cast(operator), node));
  }

  boolean has(Class<?> type) {
    return table.containsKey(type);
  }

  /** Writes a node; gives the name of its value. */
  String write(Operator operator, NodeExport node) {
    Export<Operator> export = table.get(operator.getClass());
    if (export == null) {
      throw node.unsupported("ONNX has no such operator");
    }
    return export.write(operator, node);
  }
}
