package dev.redoubt.report;

import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetInfo;
import dev.redoubt.data.FloatDataset;
import dev.redoubt.data.InputSpec;
import dev.redoubt.evaluate.BatchResult;
import dev.redoubt.evaluate.Entry;
import dev.redoubt.evaluate.EotBudget;
import dev.redoubt.evaluate.Evaluation;
import dev.redoubt.evaluate.Plan;
import dev.redoubt.evaluate.SampleOutcome;
import dev.redoubt.evaluate.Status;
import dev.redoubt.evaluate.Tally;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.operator.Flatten;
import dev.redoubt.nn.operator.Linear;
import dev.redoubt.threat.ThreatModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Images of two by two grey pixels, a network that tells dark from bright, and made-up results. */
final class SmallImages {
  static final InputSpec INPUT = InputSpec.image(1, 2, 2);

  private SmallImages() {}

  /** Class 1 where the mean exceeds one half. */
  static NetworkModel brightness() {
    return brightness(INPUT);
  }

  /** The same for other inputs. */
  static NetworkModel brightness(InputSpec input) {
    int features = input.features();
    Graph graph =
        Graph.builder().then("flat", new Flatten()).then("fc", new Linear(features, 2)).build();
    float[] weights = new float[2 * features];
    for (int i = 0; i < features; i++) {
      weights[i] = -1f / features;
      weights[features + i] = 1f / features;
    }
    Network network =
        Network.of(graph, Map.of("fc.weight", weights, "fc.bias", new float[] {.5f, -.5f}));
    return new NetworkModel("brightness", network, input, 2);
  }

  /** One image a label, each of one grey: {@code (id + 1) / 10}. */
  static Dataset greys(int... labels) {
    float[] values = new float[4 * labels.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i / 4 + 1) / 10f;
    }
    return FloatDataset.of(
        new DatasetInfo("greys", "test", INPUT, List.of("dark", "bright", "odd")), labels, values);
  }

  /** Ten samples, of which each attack breaks as many as its tally says. */
  static Evaluation evaluation(List<Entry> entries, Tally... tallies) {
    long lost = 0;
    for (Tally tally : tallies) {
      lost += tally.broken();
    }
    List<SampleOutcome> outcomes = new ArrayList<>();
    for (int id = 0; id < 10; id++) {
      outcomes.add(outcome(id, 0, id < lost ? Status.BROKEN : Status.SURVIVED));
    }
    return evaluation(entries, outcomes, List.of(), tallies);
  }

  /** An evaluation with these results. */
  static Evaluation evaluation(
      List<Entry> entries,
      List<SampleOutcome> outcomes,
      List<float[]> witnesses,
      Tally... tallies) {
    Plan plan =
        new Plan(
            ThreatModel.parse("linf:0.1"),
            List.of(entries.get(0).attack()),
            List.of(),
            0,
            10,
            0,
            EotBudget.DOUBLING);
    BatchResult batch =
        new BatchResult(
            outcomes, Tally.ZERO, List.of(tallies), List.of(), 0, Tally.ZERO, witnesses);
    return new Evaluation(plan, entries, List.of(batch), List.of());
  }

  /** A sample that was right at first, and broken is called what comes next. */
  static SampleOutcome outcome(int id, int label, Status status) {
    boolean broken = status == Status.BROKEN;
    return new SampleOutcome(
        id,
        label,
        label,
        status,
        broken ? "pgd" : null,
        broken ? label + 1 : label,
        0,
        false,
        0,
        null,
        null);
  }
}
