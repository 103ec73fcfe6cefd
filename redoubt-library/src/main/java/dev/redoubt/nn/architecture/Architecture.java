package dev.redoubt.nn.architecture;

import dev.redoubt.nn.Graph;
import dev.redoubt.nn.operator.Normalize;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A family of networks, one for each input shape and number of classes. */
public interface Architecture {
  /** The name under which users ask for it. */
  String name();

  /**
   * The graph for one task.
   *
   * @param shape one sample's shape: {@code [channels, height, width]} or {@code [features]}
   * @param classes number of logits, at least 2
   * @param normalize the first operator, or null for none
   * @throws dev.redoubt.BadInputException if the architecture can't take such a shape
   */
  Graph graph(List<Integer> shape, int classes, @Nullable Normalize normalize);
}
