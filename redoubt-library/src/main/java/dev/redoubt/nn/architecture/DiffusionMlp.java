package dev.redoubt.nn.architecture;

import dev.redoubt.BadInputException;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.operator.Add;
import dev.redoubt.nn.operator.Linear;
import dev.redoubt.nn.operator.Silu;
import dev.redoubt.nn.operator.Sinusoid;
import java.util.List;

/**
 * A network for diffusion over tables: residual blocks of two linear layers, each told the time.
 *
 * @param width of the hidden layers, even
 * @param blocks at least 1
 */
public record DiffusionMlp(int width, int blocks) {
  private static final int WIDEST = 1 << 13;
  private static final int MOST_BLOCKS = 32;

  /** Checks. */
  public DiffusionMlp {
    if (width < 4 || width > WIDEST || width % 2 != 0 || blocks < 1 || blocks > MOST_BLOCKS) {
      throw new BadInputException(
          "architecture mlp wants an even width from 4 to %d and 1 to %d blocks, not %d and %d"
              .formatted(WIDEST, MOST_BLOCKS, width, blocks));
    }
  }

  /**
   * The graph for samples of so many values.
   *
   * @param shape {@code [features]}
   * @throws BadInputException if the shape is another
   */
  public Graph graph(List<Integer> shape) {
    if (shape.size() != 1) {
      throw new BadInputException(
          "architecture mlp takes samples of shape [features], not " + shape);
    }
    Graph.Builder builder = Graph.builder();
    builder.add("time_proj", new Sinusoid(width), Graph.TIME);
    String time =
        builder.then("time_linear", new Linear(width, width)).then("time_act", new Silu()).last();
    builder.add("in", new Linear(shape.get(0), width), Graph.INPUT);
    for (int i = 0; i < blocks; i++) {
      block(builder, "block." + i, time);
    }
    return builder.then("out", new Linear(width, shape.get(0))).build();
  }

  private void block(Graph.Builder builder, String name, String time) {
    String around = builder.last();
    String body = builder.then(name + ".linear_1", new Linear(width, width)).last();
    String told = builder.add(name + ".time", new Linear(width, width), time);
    builder.add(name + ".told", new Add(), body, told);
    body =
        builder
            .then(name + ".act_1", new Silu())
            .then(name + ".linear_2", new Linear(width, width))
            .then(name + ".act_2", new Silu())
            .last();
    builder.add(name + ".sum", new Add(), around, body);
  }
}
