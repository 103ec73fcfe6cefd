package dev.redoubt.nn.architecture;

import dev.redoubt.BadInputException;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.operator.Flatten;
import dev.redoubt.nn.operator.Linear;
import dev.redoubt.nn.operator.Normalize;
import dev.redoubt.nn.operator.Relu;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A multilayer perceptron with ReLU, for tables and small images (which it flattens).
 *
 * @param hidden widths of the hidden layers
 */
public record Mlp(List<Integer> hidden) implements Architecture {
  private static final List<Integer> USUAL = List.of(128, 128);
  private static final int WIDEST = 1 << 20;

  /** Two hidden layers of 128 units. */
  public Mlp() {
    this(USUAL);
  }

  /** Checks the widths. */
  public Mlp {
    hidden = List.copyOf(hidden);
    if (hidden.isEmpty() || hidden.stream().anyMatch(units -> units < 1 || units > WIDEST)) {
      throw new BadInputException(
          "architecture mlp has hidden widths %s, expected at least one, each from 1 to %d"
              .formatted(hidden, WIDEST));
    }
  }

  /**
   * From the widths of the hidden layers, such as {@code 20,20}.
   *
   * @throws BadInputException if they are no such list
   */
  public static Mlp ofWidths(String widths) {
    try {
      return new Mlp(
          Arrays.stream(widths.split(",", -1)).map(String::strip).map(Integer::valueOf).toList());
    } catch (NumberFormatException e) {
      throw new BadInputException(
          "architecture mlp has hidden widths '%s', expected whole numbers such as mlp:20,20"
              .formatted(widths),
          e);
    }
  }

  @Override
  public String name() {
    return hidden.equals(USUAL)
        ? "mlp"
        : "mlp:" + hidden.stream().map(String::valueOf).collect(Collectors.joining(","));
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
