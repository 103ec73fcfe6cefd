package dev.redoubt.data;

import dev.redoubt.BadInputException;
import dev.redoubt.Suggestion;
import dev.redoubt.data.roadsigns.RoadSigns;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * From a spec string to a dataset.
 *
 * <p>{@code roadsigns} · {@code mnist:DIR}, {@code idx:DIR} (the IDX family) · {@code cifar10:DIR},
 * {@code cifar100:DIR} (binary version) · {@code images:DIR|ZIP} · {@code csv:FILE} · {@code
 * npz:FILE}. Splits are {@code train} and {@code test}. What has no splits of its own (tables,
 * archives, image folders without {@code train} and {@code test}) is divided 80 : 20 by {@link
 * HashSplit a hash of the row's index} and also opens as a whole with the split {@code all}.
 */
public final class Datasets {
  /** The names before the colon. */
  public static final List<String> NAMES =
      List.of("roadsigns", "mnist", "idx", "cifar10", "cifar100", "images", "csv", "npz");

  private static final List<String> UNDIVIDED = List.of("images", "csv", "npz");

  private Datasets() {}

  /**
   * Opens one split.
   *
   * @param spec as above
   * @param split {@code train} or {@code test}; {@code all} where the data has no splits
   * @throws BadInputException if the spec, the split or the data cannot be used
   */
  public static Dataset open(String spec, String split) {
    int colon = spec.indexOf(':');
    String name = colon < 0 ? spec : spec.substring(0, colon);
    if (!NAMES.contains(name)) {
      throw Suggestion.unknown("dataset", name, NAMES);
    }
    if (!split.equals("train")
        && !split.equals("test")
        && !(split.equals("all") && UNDIVIDED.contains(name))) {
      throw new BadInputException("unknown split '%s', expected train or test".formatted(split));
    }
    if (name.equals("roadsigns")) {
      if (colon >= 0) {
        throw new BadInputException("'%s' names a path, expected roadsigns".formatted(spec));
      }
      return RoadSigns.open(split);
    }
    return open(name, path(spec, name), split);
  }

  private static Dataset open(String name, Path path, String split) {
    return switch (name) {
      case "mnist", "idx" -> idx(name, path, split);
      case "cifar10" -> CifarReader.cifar10().open(path, split);
      case "cifar100" -> CifarReader.cifar100().open(path, split);
      case "images" -> ImageFolderReader.open(path, split);
      case "csv" -> CsvReader.open(path, split);
      case "npz" -> NpzDatasetReader.open(path, split);
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static Dataset idx(String name, Path folder, String split) {
    Path last = folder.toAbsolutePath().normalize().getFileName();
    boolean fashion = String.valueOf(last).toLowerCase(Locale.ROOT).contains("fashion");
    if (fashion) {
      return IdxReader.open("fashion-mnist", folder, split, ClassNames.FASHION_MNIST);
    }
    boolean digits = name.equals("mnist");
    List<String> classes = digits ? ClassNames.numbers(10) : List.of();
    return IdxReader.open(digits ? name : String.valueOf(last), folder, split, classes);
  }

  private static Path path(String spec, String name) {
    String path = spec.substring(Math.min(spec.length(), name.length() + 1));
    if (path.isBlank()) {
      throw new BadInputException("'%s' names no path, expected %s:PATH".formatted(spec, name));
    }
    try {
      return Path.of(path);
    } catch (InvalidPathException e) {
      throw new BadInputException("'%s' is no path: %s".formatted(path, e.getReason()), e);
    }
  }
}
