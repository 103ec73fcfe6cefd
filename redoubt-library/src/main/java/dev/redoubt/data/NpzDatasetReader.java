package dev.redoubt.data;

import dev.redoubt.BadInputException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Samples in an {@code .npz} file: {@code inputs} (or {@code x}) with the samples along its first
 * axis, {@code labels} (or {@code y}) with as many whole numbers. Inputs of type uint8 are divided
 * by 255; others must lie in [0, 1], or in [low, high] where the file has scalars of these names.
 */
final class NpzDatasetReader {
  private final Path file;
  private final Map<String, NpyArray> arrays;

  private NpzDatasetReader(Path file) {
    this.file = file;
    this.arrays = NpzReader.read(file);
  }

  /**
   * Reads one split of {@link HashSplit}; the key is the index along the first axis.
   *
   * @throws BadInputException if an array is missing, the counts differ, or a value is out of range
   */
  static Dataset open(Path file, String split) {
    return new NpzDatasetReader(file).read(split);
  }

  private Dataset read(String split) {
    NpyArray inputs = array("inputs", "x");
    long[] labels = labels();
    int[] shape = inputs.shape();
    if (shape.length < 2 || shape[0] != labels.length || inputs.size() == 0) {
      throw new BadInputException(
          "%s has inputs of shape %s and %d labels, expected one label for each sample"
              .formatted(file, Arrays.toString(shape), labels.length));
    }
    int classes = (int) LongStream.of(labels).max().orElse(0) + 1;
    List<Integer> sample = IntStream.of(shape).skip(1).boxed().toList();
    boolean bytes = inputs.type() == NpyType.UINT8;
    InputSpec input =
        new InputSpec(sample, bytes ? 0 : bound("low", 0), bytes ? 1 : bound("high", 1));
    String name = String.valueOf(file.getFileName()).replaceFirst("\\.[^.]*$", "");
    DatasetInfo info = new DatasetInfo(name, "all", input, ClassNames.numbers(classes));
    int[] allLabels = LongStream.of(labels).mapToInt(Math::toIntExact).toArray();
    Dataset all =
        bytes
            ? ByteDataset.of(info, allLabels, inputs.data())
            : FloatDataset.of(info, allLabels, inputs.floats());
    return split.equals("all") ? all : part(all, split);
  }

  /** A copy of the split's samples, whose ids are their indices within it. */
  private static Dataset part(Dataset all, String split) {
    int[] chosen = HashSplit.ofRows(all.size(), split);
    int features = all.input().features();
    float[] values = new float[chosen.length * features];
    int[] labels = new int[chosen.length];
    for (int i = 0; i < chosen.length; i++) {
      all.read(chosen[i], values, i * features);
      labels[i] = all.label(chosen[i]);
    }
    DatasetInfo info = new DatasetInfo(all.name(), split, all.input(), all.classes());
    return FloatDataset.of(info, labels, values);
  }

  private long[] labels() {
    NpyArray array = array("labels", "y");
    double[] written = array.doubles();
    for (int i = 0; i < written.length; i++) {
      if (!(written[i] >= 0 && written[i] < 100_000 && written[i] == Math.rint(written[i]))) {
        throw new BadInputException(
            "%s has label %s at index %d, expected a whole number from 0 on"
                .formatted(file, written[i], i));
      }
    }
    return array.longs();
  }

  private double bound(String name, double otherwise) {
    NpyArray array = arrays.get(name);
    if (array == null) {
      return otherwise;
    }
    if (array.size() != 1) {
      throw new BadInputException(
          "%s has %d values in %s, expected one".formatted(file, array.size(), name));
    }
    return array.doubles()[0];
  }

  private NpyArray array(String... names) {
    return Stream.of(names)
        .map(arrays::get)
        .filter(array -> array != null)
        .findFirst()
        .orElseThrow(
            () ->
                new BadInputException(
                    "%s has no array '%s', it holds %s"
                        .formatted(
                            file,
                            String.join("' or '", names),
                            arrays.keySet().stream().sorted().collect(Collectors.joining(", ")))));
  }
}
