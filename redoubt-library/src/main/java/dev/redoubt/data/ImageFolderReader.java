package dev.redoubt.data;

import dev.redoubt.BadInputException;
import dev.redoubt.HeapBudget;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.ZipError;

/**
 * Pictures of one size in a folder or a zip archive, as {@link ImageIndex} finds them. Subfolders
 * {@code train} and {@code test} are the splits; without them {@link HashSplit} makes some.
 */
final class ImageFolderReader {
  private static final int MAX_FILE = 1 << 26;

  private ImageFolderReader() {}

  /**
   * Reads one split.
   *
   * @throws BadInputException if there are no pictures, one is damaged or has another size than the
   *     first, or one has no label
   */
  static Dataset open(Path source, String split) {
    String name = baseName(source);
    if (Files.isDirectory(source)) {
      return read(name, source, source.toString(), split);
    }
    if (!Files.exists(source)) {
      throw new BadInputException(source + " does not exist");
    }
    try (InputStream in = InputFiles.open(source)) {
      if (!ImageDecoder.startsWith(in.readNBytes(2), 'P', 'K')) {
        throw new BadInputException(source + " is neither a folder nor a zip archive");
      }
    } catch (IOException e) {
      throw InputFiles.unreadable(source, e);
    }
    try (FileSystem zip = FileSystems.newFileSystem(source)) {
      return read(name, zip.getPath("/"), source.toString(), split);
    } catch (IOException | ZipError | ProviderNotFoundException e) {
      throw new BadInputException(source + " is a damaged zip archive: " + e.getMessage(), e);
    }
  }

  private static Dataset read(String name, Path root, String source, String split) {
    Path top = skipLoneFolder(root);
    boolean divided =
        Files.isDirectory(top.resolve("train")) || Files.isDirectory(top.resolve("test"));
    if (!divided) {
      List<ImageIndex.Entry> all = ImageIndex.of(top);
      List<String> groups = all.stream().map(ImageIndex.Entry::group).toList();
      int[] chosen = HashSplit.ofKeys(groups, split);
      return load(name, split, source, classes(all), pick(all, chosen));
    }
    Path folder = top.resolve(split);
    if (!Files.isDirectory(folder)) {
      throw new BadInputException(source + " holds no folder " + split);
    }
    List<ImageIndex.Entry> entries = ImageIndex.of(folder);
    Path train = top.resolve("train");
    List<ImageIndex.Entry> named = Files.isDirectory(train) ? ImageIndex.of(train) : entries;
    return load(name, split, source, classes(named), entries);
  }

  /** Archives often hold one folder with all the rest in it. */
  private static Path skipLoneFolder(Path root) {
    List<Path> top = InputFiles.list(root);
    boolean lone =
        top.size() == 1
            && Files.isDirectory(top.get(0))
            && !List.of("train", "test").contains(baseName(top.get(0)))
            && InputFiles.list(top.get(0)).stream().anyMatch(Files::isDirectory);
    return lone ? top.get(0) : root;
  }

  private static List<String> classes(List<ImageIndex.Entry> entries) {
    return LabelNames.of(entries.stream().map(ImageIndex.Entry::label).toList()).names();
  }

  private static List<ImageIndex.Entry> pick(List<ImageIndex.Entry> all, int[] indices) {
    return IntStream.of(indices).mapToObj(all::get).toList();
  }

  private static Dataset load(
      String name,
      String split,
      String source,
      List<String> classes,
      List<ImageIndex.Entry> entries) {
    if (entries.isEmpty()) {
      throw new BadInputException(source + " has no samples in its split " + split);
    }
    LabelNames names = new LabelNames(classes);
    RawImage first = decode(entries.get(0).file());
    int features = first.pixels().length;
    HeapBudget.ofProcess().requireArray((long) features * entries.size(), source);
    byte[] pixels = new byte[features * entries.size()];
    int[] labels = new int[entries.size()];
    for (int i = 0; i < labels.length; i++) {
      ImageIndex.Entry entry = entries.get(i);
      RawImage image = decode(entry.file());
      if (!image.size().equals(first.size())) {
        throw new BadInputException(
            "%s is %s but %s is %s, expected images of one size"
                .formatted(
                    InputFiles.name(entry.file()),
                    image.size(),
                    InputFiles.name(entries.get(0).file()),
                    first.size()));
      }
      System.arraycopy(image.pixels(), 0, pixels, i * features, features);
      labels[i] = names.label(entry.label(), InputFiles.name(entry.file()));
    }
    InputSpec input = InputSpec.image(first.channels(), first.height(), first.width());
    return ByteDataset.of(new DatasetInfo(name, split, input, classes), labels, pixels);
  }

  private static RawImage decode(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_FILE);
      if (bytes.length == MAX_FILE) {
        throw new BadInputException(InputFiles.name(file) + " is larger than an image of 64 MB");
      }
      return ImageDecoder.decode(bytes, InputFiles.name(file));
    } catch (IOException e) {
      throw InputFiles.unreadable(file, e);
    }
  }

  /** The last part of the path without its extension. */
  private static String baseName(Path path) {
    Path name = path.toAbsolutePath().normalize().getFileName();
    return name == null ? "images" : name.toString().replaceFirst("(?i)(/|\\.zip)$", "");
  }
}
