package dev.redoubt.purify;

import dev.redoubt.data.InputSpec;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.operator.Add;
import dev.redoubt.nn.operator.Conv2d;
import dev.redoubt.nn.operator.Flatten;
import dev.redoubt.nn.operator.Linear;
import dev.redoubt.nn.operator.Silu;

/**
 * The network that imitates a stage: three layers whose result is added to the input, so that what
 * it has to learn is how the stage changes it. Activations are smooth, for it is their derivative
 * that matters. On images the layers are 3×3 convolutions, which see 7×7 pixels; on all else they
 * are full, on flat inputs. Values lie in [-1, 1], before and after.
 */
final class ImitationNet {
  private ImitationNet() {}

  static Graph graph(InputSpec input, int width) {
    Graph.Builder builder = Graph.builder();
    if (input.isImage()) {
      String change = convolutions(builder, input.shape().get(0), width);
      builder.add("sum", new Add(), Graph.INPUT, change);
    } else {
      String flat = builder.then("flatten", new Flatten()).last();
      builder.add("sum", new Add(), flat, fullLayers(builder, input.features(), width));
    }
    return builder.build();
  }

  private static String convolutions(Graph.Builder builder, int channels, int width) {
    return builder
        .then("conv1", Conv2d.square(channels, width, 3, 1, 1))
        .then("silu1", new Silu())
        .then("conv2", Conv2d.square(width, width, 3, 1, 1))
        .then("silu2", new Silu())
        .then("conv3", Conv2d.square(width, channels, 3, 1, 1))
        .last();
  }

  private static String fullLayers(Graph.Builder builder, int features, int width) {
    return builder
        .then("fc1", new Linear(features, width))
        .then("silu1", new Silu())
        .then("fc2", new Linear(width, width))
        .then("silu2", new Silu())
        .then("fc3", new Linear(width, features))
        .last();
  }
}
