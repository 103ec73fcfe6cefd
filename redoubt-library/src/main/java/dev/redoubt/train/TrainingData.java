package dev.redoubt.train;

import dev.redoubt.BadInputException;
import dev.redoubt.data.Batch;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.InputSpec;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.RandomStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * The samples of a run: which are held out, in which order each epoch sees the others, and which
 * extra ones each batch gets.
 */
final class TrainingData {
  /** Keeps the draws of extra samples apart from those of the data with the same ids. */
  private static final long EXTRA_IDS = 1L << 40;

  private final Dataset dataset;
  private final Optional<Dataset> extra;
  private final List<Augmentation> augmentations;
  private final long seed;
  private final int[] training;
  private final int[] heldOut;
  private final int perBatch;
  private final int extraPerBatch;

  /**
   * Splits the data.
   *
   * @throws BadInputException if there are too few samples, a batch is larger than what is left to
   *     train on, the augmentations do not fit, or the extra data are of another kind
   */
  TrainingData(Dataset dataset, Optional<Dataset> extra, Course course) {
    this.dataset = dataset;
    this.extra = extra;
    this.augmentations = course.augmentations();
    this.seed = course.seed();
    int[] order = RandomStream.of(seed, -1, "train/held-out").permutation(dataset.size());
    int held = Math.min(course.heldOut(), dataset.size() / 5);
    this.heldOut = Arrays.copyOfRange(order, 0, held);
    this.training = Arrays.copyOfRange(order, held, order.length);
    Arrays.sort(heldOut);
    Arrays.sort(training);
    double share = course.refinements().extraShare();
    this.extraPerBatch = (int) Math.round(share * course.batchSize());
    this.perBatch = course.batchSize() - extraPerBatch;
    check(course);
  }

  private void check(Course course) {
    if (dataset.size() < 2) {
      throw new BadInputException("training wants at least 2 samples, not " + dataset.size());
    }
    if (!augmentations.isEmpty() && !dataset.input().isImage()) {
      throw new BadInputException(
          "augmentations change images, but the samples of dataset %s have the shape %s"
              .formatted(dataset.name(), dataset.input().shape()));
    }
    if (course.batchSize() > training.length) {
      throw new BadInputException(
          "a batch of %d is larger than the %d samples to train on (%d of %d are held out)"
              .formatted(course.batchSize(), training.length, heldOut.length, dataset.size()));
    }
    if (extra.isPresent() != extraPerBatch > 0 || perBatch == 0) {
      throw new BadInputException(
          "extra data and their share of a batch go together, and leave place for the data: %d of"
                  .formatted(extraPerBatch)
              + " %d samples would be extra".formatted(course.batchSize()));
    }
    extra.ifPresent(
        more -> {
          if (!more.input().equals(dataset.input()) || !more.classes().equals(dataset.classes())) {
            throw new BadInputException(
                "extra data %s are of another kind than %s: inputs %s and %s, %d and %d classes"
                    .formatted(
                        more.name(),
                        dataset.name(),
                        more.input().shape(),
                        dataset.input().shape(),
                        more.classes().size(),
                        dataset.classes().size()));
          }
        });
  }

  /** SHA-256 (hex) of all of it. */
  String digest() {
    return dataset.digest() + extra.map(more -> "|" + more.digest()).orElse("");
  }

  int[] heldOut() {
    return heldOut;
  }

  /** Batches in an epoch, which sees each sample of the data once. */
  int batches() {
    return (training.length + perBatch - 1) / perBatch;
  }

  /** All training samples in the order of an epoch. */
  int[] order(int epoch) {
    return shuffled(training, "train/order/epoch-" + epoch);
  }

  private int[] shuffled(int[] indices, String purpose) {
    int[] positions = RandomStream.of(seed, -1, purpose).permutation(indices.length);
    return Arrays.stream(positions).map(i -> indices[i]).toArray();
  }

  /**
   * One batch of an epoch, augmented.
   *
   * @param order of the epoch
   * @param index of the batch, from 0
   */
  Batch batch(int[] order, int index, int epoch, Device device) {
    int from = index * perBatch;
    int[] own = Arrays.copyOfRange(order, from, Math.min(order.length, from + perBatch));
    Batch batch = read(dataset, own, epoch, 0, device);
    return extra.map(more -> joined(batch, extra(more, epoch, index, device))).orElse(batch);
  }

  /** Extra samples come in an order of their own, over and over. */
  private Batch extra(Dataset more, int epoch, int index, Device device) {
    long first = ((long) (epoch - 1) * batches() + index) * extraPerBatch;
    int[] chosen =
        LongStream.range(first, first + extraPerBatch)
            .mapToInt(
                i -> {
                  long round = i / more.size();
                  RandomStream stream = RandomStream.of(seed, round, "train/extra");
                  return rotated(stream, Math.toIntExact(i % more.size()), more.size());
                })
            .toArray();
    return read(more, chosen, epoch, EXTRA_IDS, device);
  }

  /** The place of {@code i} in an order of {@code n} that starts anywhere and strides coprimely. */
  private static int rotated(RandomStream stream, int i, int n) {
    int start = stream.below(n);
    int stride = 1 + stream.below(n);
    while (gcd(stride, n) != 1) {
      stride++;
    }
    return (int) ((start + (long) i * stride) % n);
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  private Batch read(Dataset from, int[] indices, int epoch, long idOffset, Device device) {
    InputSpec input = from.input();
    Batch batch =
        Batch.read(
            from,
            indices,
            device,
            (id, pixels) -> {
              if (!augmentations.isEmpty()) {
                RandomStream stream =
                    RandomStream.of(seed, id + idOffset, "train/augment/epoch-" + epoch);
                augmentations.forEach(augmentation -> augmentation.apply(pixels, input, stream));
              }
            });
    long[] ids = Arrays.stream(batch.ids()).map(id -> id + idOffset).toArray();
    return new Batch(ids, batch.inputs(), batch.labels());
  }

  private static Batch joined(Batch one, Batch other) {
    return new Batch(
        LongStream.concat(Arrays.stream(one.ids()), Arrays.stream(other.ids())).toArray(),
        Layout.concat(List.of(one.inputs(), other.inputs()), 0),
        Layout.concat(List.of(one.labels(), other.labels()), 0));
  }
}
