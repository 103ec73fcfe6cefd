package dev.redoubt.nn.operator;

import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.Weights;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Tensor;
import java.util.List;

/**
 * Copies side by side.
 *
 * @param repeats how many along each dimension
 */
public record Tile(List<Long> repeats) implements Operator {
  /** Copies. */
  public Tile {
    repeats = List.copyOf(repeats);
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Weights weights, Pass pass) {
    return Layout.tile(inputs.get(0), repeats.stream().mapToLong(Long::longValue).toArray());
  }
}
