package dev.redoubt.data;

import dev.redoubt.BadInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A folder in the form of MNIST, Fashion-MNIST, KMNIST or EMNIST: {@code train-images-idx3-ubyte},
 * {@code train-labels-idx1-ubyte} and the same with {@code t10k}, each as it is or packed with gzip
 * (with or without {@code .gz} at its end).
 */
final class IdxReader {
  private static final int DIGITS = 10;

  private IdxReader() {}

  /**
   * Reads one split.
   *
   * @param names the class names, or empty for the numbers up to the largest label of both splits
   * @throws BadInputException if a file is missing or damaged, or images and labels don't match
   */
  static Dataset open(String name, Path folder, String split, List<String> names) {
    Path imageFile = require(folder, split, "images", 3);
    Path labelFile = require(folder, split, "labels", 1);
    byte[] labelBytes = IdxFormat.read(labelFile, 1).elements();
    IdxFormat.Content images = IdxFormat.read(imageFile, 3);
    int[] shape = images.shape();
    if (shape[0] != labelBytes.length) {
      throw new BadInputException(
          "%s holds %d images but %s %d labels"
              .formatted(imageFile, shape[0], labelFile.getFileName(), labelBytes.length));
    }
    int[] labels = unsigned(labelBytes);
    List<String> classes = names.isEmpty() ? numbers(folder, split, labels) : names;
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] >= classes.size()) {
        throw new BadInputException(
            "%s has label %d at index %d, expected 0 to %d"
                .formatted(labelFile, labels[i], i, classes.size() - 1));
      }
    }
    DatasetInfo info =
        new DatasetInfo(name, split, InputSpec.image(1, shape[1], shape[2]), classes);
    return ByteDataset.of(info, labels, images.elements());
  }

  /** Both splits count: one of them may lack the last class. */
  private static List<String> numbers(Path folder, String split, int[] labels) {
    String other = split.equals("train") ? "test" : "train";
    int[] others =
        find(folder, other, "labels", 1)
            .map(file -> unsigned(IdxFormat.read(file, 1).elements()))
            .orElse(new int[0]);
    int largest =
        IntStream.concat(IntStream.of(labels), IntStream.of(others)).max().orElse(DIGITS - 1);
    return ClassNames.numbers(Math.max(largest + 1, DIGITS));
  }

  private static Path require(Path folder, String split, String what, int rank) {
    return find(folder, split, what, rank)
        .orElseThrow(
            () -> {
              String expected = fileName(split, what, rank);
              return new BadInputException(
                  Files.isDirectory(folder)
                      ? "%s holds no %s or %s.gz".formatted(folder, expected, expected)
                      : "%s is no folder, expected one with %s".formatted(folder, expected));
            });
  }

  private static Optional<Path> find(Path folder, String split, String what, int rank) {
    String name = fileName(split, what, rank);
    return Stream.of(name, name + ".gz")
        .map(folder::resolve)
        .filter(Files::isRegularFile)
        .findFirst();
  }

  private static String fileName(String split, String what, int rank) {
    String stem = split.equals("train") ? "train" : "t10k";
    return stem + "-" + what + "-idx" + rank + "-ubyte";
  }

  private static int[] unsigned(byte[] bytes) {
    return IntStream.range(0, bytes.length).map(i -> bytes[i] & 0xff).toArray();
  }
}
