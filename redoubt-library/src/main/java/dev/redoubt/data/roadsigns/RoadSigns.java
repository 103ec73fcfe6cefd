package dev.redoubt.data.roadsigns;

import dev.redoubt.BadInputException;
import dev.redoubt.data.ByteDataset;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetInfo;
import dev.redoubt.data.InputSpec;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Twelve road signs as a camera might see them: 32 × 32 RGB, 6,000 samples to train on and 1,200 to
 * test, the classes in turn (the label of sample {@code i} is {@code i mod 12}).
 */
public final class RoadSigns {
  /** Samples of the train split. */
  public static final int TRAIN_SIZE = 6000;

  /** Samples of the test split. */
  public static final int TEST_SIZE = 1200;

  /** The seed of the embedded dataset. */
  public static final long SEED = 1;

  private static final InputSpec INPUT = InputSpec.image(3, Frame.SIZE, Frame.SIZE);

  private RoadSigns() {}

  /** The class names in the order of the labels. */
  public static List<String> classes() {
    return RoadSign.ALL.stream().map(RoadSign::className).toList();
  }

  /**
   * The embedded dataset.
   *
   * @param split {@code train} or {@code test}
   * @throws BadInputException for another split
   */
  public static Dataset open(String split) {
    return generate(split, SEED, RoadSignConditions.DEFAULT);
  }

  /**
   * The same scenes under other conditions or from another seed. The result does not depend on the
   * number of threads that draw it.
   *
   * @throws BadInputException for a split other than {@code train} and {@code test}
   */
  public static Dataset generate(String split, long seed, RoadSignConditions conditions) {
    int size =
        switch (split) {
          case "train" -> TRAIN_SIZE;
          case "test" -> TEST_SIZE;
          default ->
              throw new BadInputException(
                  "unknown split '%s', expected train or test".formatted(split));
        };
    List<RoadSign> signs = RoadSign.ALL;
    byte[] pixels = new byte[size * INPUT.features()];
    IntStream.range(0, size)
        .parallel()
        .forEach(
            i ->
                Photograph.take(
                    signs.get(i % signs.size()),
                    conditions,
                    seed,
                    split,
                    i,
                    pixels,
                    i * INPUT.features()));
    int[] labels = IntStream.range(0, size).map(i -> i % signs.size()).toArray();
    return ByteDataset.of(new DatasetInfo("roadsigns", split, INPUT, classes()), labels, pixels);
  }
}
