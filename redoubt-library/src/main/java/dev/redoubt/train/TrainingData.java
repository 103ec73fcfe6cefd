package dev.redoubt.train;

import dev.redoubt.data.Batch;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.InputSpec;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.RandomStream;
import java.util.Arrays;
import java.util.List;

/** The samples of a run: which are held out, and in which order each epoch sees the others. */
final class TrainingData {
  private final Dataset dataset;
  private final List<Augmentation> augmentations;
  private final long seed;
  private final int[] training;
  private final int[] heldOut;

  TrainingData(Dataset dataset, Recipe recipe) {
    this.dataset = dataset;
    this.augmentations = recipe.augmentations();
    this.seed = recipe.seed();
    int[] order = RandomStream.of(seed, -1, "train/held-out").permutation(dataset.size());
    int held = Math.min(recipe.heldOut(), dataset.size() / 5);
    this.heldOut = Arrays.copyOfRange(order, 0, held);
    this.training = Arrays.copyOfRange(order, held, order.length);
    Arrays.sort(heldOut);
    Arrays.sort(training);
  }

  int[] heldOut() {
    return heldOut;
  }

  int size() {
    return training.length;
  }

  /** All training samples in the order of an epoch. */
  int[] order(int epoch) {
    int[] positions =
        RandomStream.of(seed, -1, "train/order/epoch-" + epoch).permutation(training.length);
    return Arrays.stream(positions).map(i -> training[i]).toArray();
  }

  /** Some samples as a batch of an epoch, augmented. */
  Batch batch(int[] indices, int epoch, Device device) {
    if (augmentations.isEmpty()) {
      return Batch.read(dataset, indices, device);
    }
    InputSpec input = dataset.input();
    return Batch.read(
        dataset,
        indices,
        device,
        (id, pixels) -> {
          RandomStream stream = RandomStream.of(seed, id, "train/augment/epoch-" + epoch);
          augmentations.forEach(augmentation -> augmentation.apply(pixels, input, stream));
        });
  }
}
