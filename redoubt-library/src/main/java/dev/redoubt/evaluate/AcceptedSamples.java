package dev.redoubt.evaluate;

import dev.redoubt.attack.joint.Guides;
import dev.redoubt.data.Batch;
import dev.redoubt.data.Dataset;
import dev.redoubt.model.LabelModel;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The clean samples that attackers are guided by: of those that are evaluated, the first ones. */
final class AcceptedSamples {
  /** Samples that an attacker may well have. */
  private static final int MOST = 1000;

  /** The most values that these may have together. */
  private static final int VALUES = 1 << 25;

  /** Passes of the classifier in one look at them. */
  private static final int PASSES = 2048;

  private AcceptedSamples() {}

  /** Those that the pipeline classifies rightly and accepts; it is asked about each once. */
  static Guides of(Plan plan, Pipeline pipeline, Dataset dataset, Device device) {
    LabelModel deployed = pipeline.deployed();
    int features = dataset.input().features();
    int number = Math.min(dataset.size(), Math.min(MOST, Math.max(1, VALUES / features)));
    int together = Math.max(1, Math.min(plan.batchSize(), PASSES / deployed.passes()));
    List<float[]> inputs = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    for (int from = 0; from < number; from += together) {
      int[] indices = IntStream.range(from, Math.min(number, from + together)).toArray();
      int[] named =
          Scope.value(
              () -> {
                Batch batch = Batch.read(dataset, indices, device);
                return deployed.predict(batch.inputs(), batch.draws(plan.seed(), "guides")).ints();
              });
      for (int i = 0; i < named.length; i++) {
        if (named[i] == dataset.label(indices[i])) {
          float[] sample = new float[features];
          dataset.read(indices[i], sample, 0);
          inputs.add(sample);
          labels.add(named[i]);
        }
      }
    }
    return Guides.of(
        inputs.toArray(float[][]::new), labels.stream().mapToInt(label -> label).toArray());
  }
}
