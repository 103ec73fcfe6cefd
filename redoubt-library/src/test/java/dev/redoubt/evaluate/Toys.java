package dev.redoubt.evaluate;

import dev.redoubt.attack.Attack;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetInfo;
import dev.redoubt.data.FloatDataset;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.operator.Linear;
import dev.redoubt.tensor.Device;
import dev.redoubt.threat.Linf;
import dev.redoubt.threat.ThreatModel;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Small models and data whose robustness is known in closed form. */
final class Toys {
  static final InputSpec PLANE = new InputSpec(List.of(2), 0, 1);

  private Toys() {}

  /**
   * Class 1 where the first feature is above .5: a sample is broken at Linf ε exactly if ε exceeds
   * its first feature's distance from .5.
   */
  static NetworkModel threshold() {
    Graph graph = Graph.builder().then("fc", new Linear(2, 2)).build();
    Network network =
        Network.of(
            graph,
            Map.of("fc.weight", new float[] {-1, 0, 1, 0}, "fc.bias", new float[] {.5f, -.5f}));
    return new NetworkModel("threshold", network, PLANE, 2);
  }

  /** Points of the plane, given pair by pair. */
  static Dataset points(int[] labels, float... values) {
    return FloatDataset.of(
        new DatasetInfo("points", "test", PLANE, List.of("left", "right")), labels, values);
  }

  /**
   * {@code n} points with first features evenly spread in (0, 1), the second .5; every tenth has
   * the wrong label.
   */
  static Dataset spread(int n) {
    int[] labels = new int[n];
    float[] values = new float[2 * n];
    for (int i = 0; i < n; i++) {
      values[2 * i] = (i + .5f) / n;
      values[2 * i + 1] = .5f;
      boolean right = values[2 * i] > .5f;
      labels[i] = right == (i % 10 != 3) ? 1 : 0;
    }
    return points(labels, values);
  }

  /** A plan with one batch size and no curve. */
  static Plan plan(double epsilon, int batchSize, Attack<?>... cascade) {
    return new Plan(
        new ThreatModel(new Linf(), epsilon), List.of(cascade), List.of(), 0, batchSize, 7);
  }

  /** An evaluator that tells nobody. */
  static Evaluator evaluator(Plan plan) {
    return new Evaluator(plan, Device.CPU, (done, total, correct, robust) -> {});
  }

  /** The statuses by sample id. */
  static Map<Long, Status> statuses(Evaluation evaluation) {
    return evaluation.outcomes().stream()
        .collect(Collectors.toMap(SampleOutcome::id, SampleOutcome::status));
  }
}
