package dev.redoubt.detect.fit;

import dev.redoubt.BadInputException;
import dev.redoubt.data.Batch;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetInfo;
import dev.redoubt.data.FloatDataset;
import dev.redoubt.data.InputSpec;
import dev.redoubt.pipeline.Purifier;
import dev.redoubt.pipeline.Stage;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Samples as a classifier is given them behind purifiers. */
public final class PreparedSamples {
  /** Values that are kept at most: 2 GB of them. */
  private static final long MOST = 1L << 29;

  private PreparedSamples() {}

  /**
   * The purifiers among stages.
   *
   * @throws BadInputException if there are others, beside which a detector can't be fitted
   */
  public static List<Purifier> purifiers(List<Stage> stages) {
    List<Purifier> purifiers = new ArrayList<>();
    for (Stage stage : stages) {
      if (!(stage instanceof Purifier purifier)) {
        throw new BadInputException(
            "a detector is fitted behind stages that change inputs, and %s is none: fit it for the classifier, and put it behind or before that stage afterwards"
                .formatted(stage.name()));
      }
      purifiers.add(purifier);
    }
    return purifiers;
  }

  /** What purifiers make of a dataset; the dataset itself if there are none. */
  public static Dataset of(Dataset dataset, List<Purifier> purifiers, long seed, Device device) {
    if (purifiers.isEmpty()) {
      return dataset;
    }
    InputSpec gives = purifiers.get(purifiers.size() - 1).gives();
    int features = gives.features();
    long size = (long) dataset.size() * features;
    if (size > MOST) {
      throw new BadInputException(
          "what the stages make of %,d samples of %,d values does not fit into memory: take fewer (--limit, --calibration-limit)"
              .formatted(dataset.size(), features));
    }
    float[] values = new float[(int) size];
    int[] labels = IntStream.range(0, dataset.size()).map(dataset::label).toArray();
    for (int from = 0; from < dataset.size(); from += Lessons.BATCH) {
      int first = from;
      int[] indices =
          IntStream.range(from, Math.min(dataset.size(), from + Lessons.BATCH)).toArray();
      Scope.run(
          () -> {
            Batch batch = Batch.read(dataset, indices, device);
            Draws draws = batch.draws(seed, "detect/prepare");
            Tensor x = purified(batch.inputs(), purifiers, draws);
            float[] some = Elementwise.clamp(x, gives.low(), gives.high()).floats();
            System.arraycopy(some, 0, values, first * features, some.length);
          });
    }
    return FloatDataset.of(
        new DatasetInfo(dataset.name(), dataset.split(), gives, dataset.classes()), labels, values);
  }

  private static Tensor purified(Tensor x, List<Purifier> purifiers, Draws draws) {
    Tensor now = x;
    for (int i = 0; i < purifiers.size(); i++) {
      Purifier purifier = purifiers.get(i);
      Tensor before = now;
      Draws own = draws.of("stage-" + i);
      now = Autograd.noGrad(() -> purifier.apply(before, own));
    }
    return now;
  }
}
