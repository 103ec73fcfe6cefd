package dev.redoubt.detect.trial;

import dev.redoubt.attack.Attack;
import dev.redoubt.data.Batch;
import dev.redoubt.data.Dataset;
import dev.redoubt.evaluate.Binding;
import dev.redoubt.model.LabelModel;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.ThreatModel;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Attacks by one who knows of no detector: each takes all of its steps, on every sample that the
 * classifier has right. What they find is for ROC curves: a look in a batch says whether it fools
 * the classifier, where results are the judge's.
 *
 * @param bare the pipeline without detectors
 * @param seed of all draws
 */
public record ObliviousTrial(
    Pipeline bare, Dataset dataset, ThreatModel threat, long seed, Device device) {
  private static final int BATCH = 128;

  /**
   * What an attack finds.
   *
   * @param progress told how many samples are done
   */
  public Fooling run(Attack<?> attack, IntConsumer progress) {
    float[] @Nullable [] points = new float[dataset.size()][];
    LabelModel view = bare.oblivious();
    LabelModel deployed = bare.deployed();
    for (int from = 0; from < points.length; from += BATCH) {
      int[] indices = IntStream.range(from, Math.min(points.length, from + BATCH)).toArray();
      Scope.run(() -> batch(attack, view, deployed, indices, points));
      progress.accept(from + indices.length);
    }
    return new Fooling(attack.name(), points);
  }

  private void batch(
      Attack<?> attack,
      LabelModel view,
      LabelModel deployed,
      int[] indices,
      float[] @Nullable [] points) {
    Batch all = Batch.read(dataset, indices, device);
    int[] right = rows(deployed, all, all.inputs(), "clean", true);
    if (right.length == 0) {
      return;
    }
    Batch batch = all.rows(right);
    Draws draws = batch.draws(seed, "detect/oblivious/" + attack.name());
    Tensor found = Binding.propose(attack, view, batch, threat, Goal.untargeted(), draws).points();
    for (int row : rows(deployed, batch, found, "found", false)) {
      points[indices[right[row]]] = Layout.row(found, row).floats();
    }
  }

  /** The rows that are classified rightly, or wrongly. */
  private int[] rows(LabelModel deployed, Batch batch, Tensor x, String purpose, boolean rightly) {
    int[] labels = batch.labels().ints();
    int[] given = deployed.predict(x, batch.draws(seed, "detect/" + purpose)).ints();
    return IntStream.range(0, labels.length)
        .filter(row -> (given[row] == labels[row]) == rightly)
        .toArray();
  }
}
