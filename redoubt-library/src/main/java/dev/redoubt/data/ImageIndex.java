package dev.redoubt.data;

import dev.redoubt.BadInputException;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Which pictures a folder holds and what they show. */
final class ImageIndex {
  /** A picture, the name of its class, and the key by which a split keeps it with others. */
  record Entry(Path file, String label, String group) {}

  private static final Pattern IMAGE = Pattern.compile("(?i).*\\.(png|jpe?g|ppm|pgm)");
  private static final Pattern FRAME = Pattern.compile("(.*\\d)_\\d+\\.[^.]+");

  private static final Pattern LABELLED = Pattern.compile(".*_(\\d+)\\.[^.]+");

  private ImageIndex() {}

  /**
   * The pictures in the order of {@code index.csv} if there is one, else in the order of their
   * paths. The label is the index's, else the parent folder's name, else (in a flat folder) the
   * number after the last underscore of the file name.
   */
  static List<Entry> of(Path root) {
    Path index = root.resolve("index.csv");
    List<Entry> entries = Files.exists(index) ? listed(root, index) : found(root);
    if (entries.isEmpty()) {
      throw new BadInputException(InputFiles.name(root) + " holds no images (PNG, JPEG or PPM)");
    }
    return entries;
  }

  private static List<Entry> listed(Path root, Path index) {
    List<Entry> entries = new ArrayList<>();
    CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setTrim(true).get();
    try (Reader in = Files.newBufferedReader(index, StandardCharsets.UTF_8);
        CSVParser rows = CSVParser.parse(in, format)) {
      String files = column(rows.getHeaderNames(), index, "file", "filename", "path");
      String labels = column(rows.getHeaderNames(), index, "label", "class", "classid");
      for (CSVRecord row : rows) {
        String where = InputFiles.name(index) + " line " + rows.getCurrentLineNumber();
        if (!row.isSet(files) || !row.isSet(labels)) {
          throw new BadInputException(where + " lacks '" + files + "' or '" + labels + "'");
        }
        Path file = root.resolve(row.get(files)).normalize();
        if (!file.startsWith(root.normalize()) || !Files.isRegularFile(file)) {
          throw new BadInputException(where + " names " + row.get(files) + ", which is not there");
        }
        entries.add(new Entry(file, row.get(labels), group(root, file)));
      }
    } catch (UncheckedIOException e) {
      throw InputFiles.unreadable(index, e);
    } catch (IOException e) {
      throw InputFiles.unreadable(index, e);
    }
    return entries;
  }

  private static String column(Collection<String> header, Path index, String... names) {
    Map<String, String> known = new TreeMap<>();
    header.forEach(name -> known.put(name.toLowerCase(Locale.ROOT), name));
    return Stream.of(names)
        .filter(known::containsKey)
        .map(known::get)
        .findFirst()
        .orElseThrow(
            () ->
                new BadInputException(
                    "%s has no column '%s', its header is %s"
                        .formatted(InputFiles.name(index), names[0], header)));
  }

  private static List<Entry> found(Path root) {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(root)) {
      files =
          walk.filter(file -> IMAGE.matcher(file.toString()).matches())
              .filter(Files::isRegularFile)
              .sorted()
              .toList();
    } catch (IOException e) {
      throw InputFiles.unreadable(root, e);
    }
    return files.stream()
        .map(
            file ->
                root.equals(file.getParent())
                    ? new Entry(file, labelInName(file), file.toString())
                    : new Entry(file, String.valueOf(parentName(file)), group(root, file)))
        .toList();
  }

  private static String labelInName(Path file) {
    Matcher name = LABELLED.matcher(file.getFileName().toString());
    if (!name.matches()) {
      throw new BadInputException(
          InputFiles.name(file)
              + " has no label, expected a folder per class, an index.csv or NAME_LABEL.png");
    }
    return name.group(1);
  }

  private static Path parentName(Path file) {
    Path parent = file.getParent();
    return parent == null || parent.getFileName() == null ? file : parent.getFileName();
  }

  /** Frames of one video ({@code TRACK_FRAME.ppm}) are near copies: a split must not part them. */
  private static String group(Path root, Path file) {
    String path = root.relativize(file).toString().replace('\\', '/');
    Matcher frame = FRAME.matcher(path);
    return frame.matches() ? frame.group(1) : path;
  }
}
