package dev.redoubt.attack.joint;

import dev.redoubt.data.InputSpec;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.operator.Linear;
import dev.redoubt.pipeline.Pipeline;
import java.util.List;
import java.util.Map;

/** Class 1 where {@code x0 + x1 > 1}, after a layer that is the input itself. */
final class Sum {
  private Sum() {}

  /** Logits 0 and {@code 10 (x0 + x1) - 10}; the layers are {@code same} and {@code fc}. */
  static NetworkModel model() {
    Graph graph =
        Graph.builder().then("same", new Linear(2, 2)).then("fc", new Linear(2, 2)).build();
    Network network =
        Network.of(
            graph,
            Map.of(
                "same.weight", new float[] {1, 0, 0, 1},
                "same.bias", new float[2],
                "fc.weight", new float[] {0, 0, 10, 10},
                "fc.bias", new float[] {0, -10}));
    return new NetworkModel("sum", network, new InputSpec(List.of(2), 0, 1), 2);
  }

  /** Rejects where x0 > .6. */
  static Pipeline guarded() {
    return Pipeline.of(model(), Watch.layer(model().input(), .6, "same"));
  }
}
