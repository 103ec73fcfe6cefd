package dev.redoubt.nn.architecture;

import dev.redoubt.nn.Graph;
import dev.redoubt.nn.operator.Flatten;
import dev.redoubt.nn.operator.Linear;
import dev.redoubt.nn.operator.Normalize;
import dev.redoubt.nn.operator.Relu;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A multilayer perceptron with ReLU, for tables and small images (which it flattens).
 *
 * @param hidden widths of the hidden layers
 */
public record Mlp(List<Integer> hidden) implements Architecture {
  /** Two hidden layers of 128 units. */
  public Mlp() {
    this(List.of(128, 128));
  }

  @Override
  public String name() {
    return "mlp";
  }

  @Override
  public Graph graph(List<Integer> shape, int classes, @Nullable Normalize normalize) {
    Graph.Builder builder = ImageShape.start(normalize);
    if (shape.size() > 1) {
      builder.then("flatten", new Flatten());
    }
    int width = shape.stream().reduce(1, Math::multiplyExact);
    int layer = 1;
    for (int units : hidden) {
      builder.then("fc" + layer, new Linear(width, units)).then("relu" + layer, new Relu());
      width = units;
      layer++;
    }
    return builder.then("fc" + layer, new Linear(width, classes)).build();
  }
}
