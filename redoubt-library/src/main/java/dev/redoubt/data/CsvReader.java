package dev.redoubt.data;

import dev.redoubt.BadInputException;
import dev.redoubt.HeapBudget;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A table of numbers with one label a row, separated by commas, with or without a header row. The
 * label stands in the column named {@code label} or {@code class}, else in the last. The range is
 * [0, 1] if all features lie within, else from the smallest to the largest of the whole table.
 */
final class CsvReader {
  private final Path file;
  private final List<float[]> rows = new ArrayList<>();
  private final List<String> labels = new ArrayList<>();
  private float low = Float.POSITIVE_INFINITY;
  private float high = Float.NEGATIVE_INFINITY;

  private CsvReader(Path file) {
    this.file = file;
  }

  /**
   * Reads one split of {@link HashSplit}; the key is the row's index, without the header.
   *
   * @throws BadInputException if the table is empty, ragged, or a feature is no finite number
   */
  static Dataset open(Path file, String split) {
    CsvReader reader = new CsvReader(file);
    try (Reader in = new InputStreamReader(InputFiles.open(file), StandardCharsets.UTF_8);
        CSVParser parser = CSVParser.parse(in, CSVFormat.DEFAULT.builder().setTrim(true).get())) {
      reader.readAll(parser);
    } catch (UncheckedIOException e) {
      throw InputFiles.unreadable(file, e);
    } catch (IOException e) {
      throw InputFiles.unreadable(file, e);
    }
    return reader.dataset(split);
  }

  private void readAll(CSVParser parser) {
    int columns = -1;
    int labelColumn = -1;
    for (CSVRecord row : parser) {
      if (columns < 0) {
        columns = row.size();
        labelColumn = labelColumn(row);
        if (columns < 2) {
          throw new BadInputException(file + " has one column, expected features and a label");
        }
        if (isHeader(row, labelColumn)) {
          continue;
        }
      }
      if (row.size() != columns) {
        throw new BadInputException(
            "%s line %d has %d columns, expected %d"
                .formatted(file, parser.getCurrentLineNumber(), row.size(), columns));
      }
      HeapBudget.ofProcess().requireArray(4L * columns * (rows.size() + 1), file);
      labels.add(row.get(labelColumn));
      rows.add(features(row, labelColumn, parser.getCurrentLineNumber()));
    }
    if (rows.isEmpty()) {
      throw new BadInputException(file + " holds no rows");
    }
  }

  private static int labelColumn(CSVRecord first) {
    return IntStream.range(0, first.size())
        .filter(i -> isLabelName(first.get(i)))
        .findFirst()
        .orElse(first.size() - 1);
  }

  private static boolean isLabelName(String cell) {
    String name = stripMark(cell).toLowerCase(Locale.ROOT);
    return name.equals("label") || name.equals("class");
  }

  /** A header names the label, or has no number among its features. */
  private static boolean isHeader(CSVRecord first, int labelColumn) {
    return isLabelName(first.get(labelColumn))
        || IntStream.range(0, first.size())
            .filter(i -> i != labelColumn)
            .noneMatch(i -> isNumber(first.get(i)));
  }

  private static boolean isNumber(String cell) {
    try {
      Float.parseFloat(stripMark(cell));
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private float[] features(CSVRecord row, int labelColumn, long line) {
    float[] features = new float[row.size() - 1];
    for (int i = 0; i < features.length; i++) {
      int column = i < labelColumn ? i : i + 1;
      String cell = stripMark(row.get(column));
      float value = isNumber(cell) ? Float.parseFloat(cell) : Float.NaN;
      if (!Float.isFinite(value)) {
        throw new BadInputException(
            "%s line %d column %d has '%s', expected a finite number"
                .formatted(file, line, column + 1, cell));
      }
      features[i] = value;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    return features;
  }

  private Dataset dataset(String split) {
    LabelNames names = LabelNames.of(labels);
    int[] chosen = HashSplit.ofRows(rows.size(), split);
    int features = rows.get(0).length;
    float[] values = new float[chosen.length * features];
    int[] indices = new int[chosen.length];
    for (int i = 0; i < chosen.length; i++) {
      System.arraycopy(rows.get(chosen[i]), 0, values, i * features, features);
      indices[i] = names.label(labels.get(chosen[i]), file + " row " + chosen[i]);
    }
    InputSpec input = new InputSpec(List.of(features), range()[0], range()[1]);
    String name = String.valueOf(file.getFileName()).replaceFirst("\\.[^.]*$", "");
    return FloatDataset.of(new DatasetInfo(name, split, input, names.names()), indices, values);
  }

  private double[] range() {
    boolean unit = low >= 0 && high <= 1;
    return unit ? new double[] {0, 1} : new double[] {low, low < high ? high : low + 1.0};
  }

  /** Spreadsheets begin UTF-8 files with a byte-order mark. */
  private static String stripMark(String cell) {
    return cell.startsWith("\ufeff") ? cell.substring(1) : cell;
  }
}
