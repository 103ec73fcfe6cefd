package dev.redoubt.detect.fit;

import dev.redoubt.data.Batch;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Layer;
import dev.redoubt.pipeline.Rest;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a score learns from.
 *
 * @param classifier that is to be watched; it never changes
 * @param layers of it that can be observed, from the input on; none if it shows none
 * @param input shape and range of what the classifier is given
 * @param classes of the classifier
 * @param clean samples as the classifier is given them
 * @param contrast adversarial samples beside clean ones; empty if none were made
 * @param seed of all draws
 * @param device where the classifier runs
 */
public record Lessons(
    Rest classifier,
    List<Layer> layers,
    InputSpec input,
    int classes,
    Dataset clean,
    Optional<Contrast> contrast,
    long seed,
    Device device) {
  /** Rows that go through the classifier together. */
  public static final int BATCH = 256;

  /** Copies. */
  public Lessons {
    layers = List.copyOf(layers);
  }

  /**
   * Goes through a dataset batch by batch, in order; what the action makes is freed after each.
   *
   * @param purpose of the draws that come with each batch
   */
  public void forEachBatch(Dataset dataset, String purpose, BatchAction action) {
    for (int from = 0; from < dataset.size(); from += BATCH) {
      int[] indices = IntStream.range(from, Math.min(dataset.size(), from + BATCH)).toArray();
      Scope.run(
          () -> {
            Batch batch = Batch.read(dataset, indices, device);
            action.accept(batch, batch.draws(seed, "detect/" + purpose));
          });
    }
  }

  /** What is done with one batch. */
  @FunctionalInterface
  public interface BatchAction {
    /** Called with the batch and draws of its rows. */
    void accept(Batch batch, Draws draws);
  }
}
