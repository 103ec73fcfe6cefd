package dev.redoubt.data;

import dev.redoubt.BadInputException;
import dev.redoubt.HeapBudget;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * CIFAR-10 and CIFAR-100 in their binary version (Krizhevsky 2009): records of one label byte (for
 * CIFAR-100 a coarse and a fine one, of which the fine one counts) and 3072 bytes, the red plane,
 * the green and the blue, each 32 × 32 in row order. That is channel-height-width order already.
 */
final class CifarReader {
  private static final int PIXELS = 3 * 32 * 32;

  private final String name;
  private final List<String> classes;
  private final int labelBytes;
  private final Pattern trainFiles;
  private final Pattern testFiles;

  private CifarReader(
      String name, List<String> classes, int labelBytes, String trainFiles, String testFiles) {
    this.name = name;
    this.classes = classes;
    this.labelBytes = labelBytes;
    this.trainFiles = Pattern.compile(trainFiles);
    this.testFiles = Pattern.compile(testFiles);
  }

  /** CIFAR-10: {@code data_batch*.bin} are the train split, {@code test_batch*.bin} the test. */
  static CifarReader cifar10() {
    return new CifarReader(
        "cifar10", ClassNames.CIFAR10, 1, "data_batch.*\\.bin", "test_batch.*\\.bin");
  }

  /** CIFAR-100 with its fine labels: {@code train.bin} and {@code test.bin}. */
  static CifarReader cifar100() {
    return new CifarReader("cifar100", ClassNames.CIFAR100, 2, "train\\.bin", "test\\.bin");
  }

  /**
   * Reads one split, all its files in the order of their names.
   *
   * @throws BadInputException if the folder has none, or one is damaged
   */
  Dataset open(Path folder, String split) {
    Pattern wanted = split.equals("train") ? trainFiles : testFiles;
    List<Path> files =
        InputFiles.list(folder).stream()
            .filter(file -> wanted.matcher(file.getFileName().toString()).matches())
            .toList();
    if (files.isEmpty()) {
      throw new BadInputException(
          "%s holds no %s for %s"
              .formatted(folder, wanted.pattern().replace(".*", "*").replace("\\", ""), name));
    }
    List<Integer> labels = new ArrayList<>();
    ByteArrayOutputStream pixels = new ByteArrayOutputStream();
    for (Path file : files) {
      append(file, labels, pixels);
    }
    DatasetInfo info = new DatasetInfo(name, split, InputSpec.image(3, 32, 32), classes);
    int[] labelArray = labels.stream().mapToInt(Integer::intValue).toArray();
    return ByteDataset.of(info, labelArray, pixels.toByteArray());
  }

  private void append(Path file, List<Integer> labels, ByteArrayOutputStream pixels) {
    byte[] record = new byte[labelBytes + PIXELS];
    try (InputStream in = InputFiles.open(file)) {
      HeapBudget.ofProcess().requireArray(pixels.size() + Files.size(file), file);
      for (int index = 0, read = in.readNBytes(record, 0, record.length);
          read > 0;
          index++, read = in.readNBytes(record, 0, record.length)) {
        if (read < record.length) {
          throw new BadInputException(
              "%s ends within record %d, expected a multiple of %d bytes"
                  .formatted(file, index, record.length));
        }
        int label = record[labelBytes - 1] & 0xff;
        if (label >= classes.size()) {
          throw new BadInputException(
              "%s has label %d in record %d, expected 0 to %d"
                  .formatted(file, label, index, classes.size() - 1));
        }
        labels.add(label);
        pixels.writeBytes(Arrays.copyOfRange(record, labelBytes, record.length));
      }
    } catch (IOException e) {
      throw InputFiles.unreadable(file, e);
    }
  }
}
