package dev.redoubt.certify.analysis;

import static dev.redoubt.certify.analysis.CohenLog.COLUMNS;

import dev.redoubt.BadInputException;
import dev.redoubt.Excerpt;
import dev.redoubt.certify.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes a {@link CohenLog} apart, line by line. */
final class CohenParser {
  private static final int IDX = 0;
  private static final int LABEL = 1;
  private static final int PREDICT = 2;
  private static final int RADIUS = 3;
  private static final int CORRECT = 4;
  private static final int TIME = 5;

  private static final Pattern WHOLE = Pattern.compile("-?\\d{1,18}");
  private static final Pattern NUMBER =
      Pattern.compile("-?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?");
  private static final Pattern CLOCK = Pattern.compile("(\\d{1,9}):(\\d\\d):(\\d\\d(?:\\.\\d+)?)");

  private final TextLines text;
  private final int[] places = new int[COLUMNS.size()];
  private final int width;
  private String[] cells = {};

  /** Whether the column may still be a flag, or a count. */
  private boolean flags = true;

  private boolean counts = true;
  private long correctSoFar;

  private CohenParser(String header, TextLines text) {
    this.text = text;
    List<String> names = Arrays.stream(header.split("\t", -1)).map(String::strip).toList();
    width = names.size();
    for (int i = 0; i < places.length; i++) {
      places[i] = names.indexOf(COLUMNS.get(i));
      if (places[i] < 0) {
        throw text.wrong(
            "has no column '" + COLUMNS.get(i) + "'",
            "a header with the tab-separated columns " + String.join(", ", COLUMNS));
      }
    }
  }

  /**
   * Reads a log to its end.
   *
   * @param header its first line, which was read already
   * @throws BadInputException naming file, line and column
   */
  static CohenLog read(String header, TextLines text) {
    CohenParser parser = new CohenParser(header, text);
    List<CohenLine> lines = new ArrayList<>();
    for (String line = text.next(); line != null; line = text.next()) {
      lines.add(parser.line(line));
    }
    if (lines.isEmpty()) {
      throw text.wrong("holds a header alone, expected a line an input");
    }
    return new CohenLog(lines);
  }

  private CohenLine line(String line) {
    cells = line.split("\t", -1);
    if (cells.length != width) {
      throw text.wrong("has " + cells.length + " columns", width + " as in the header");
    }
    CohenLine read =
        new CohenLine(
            whole(IDX, 0, Long.MAX_VALUE),
            (int) whole(LABEL, 0, Integer.MAX_VALUE),
            (int) whole(PREDICT, Certificate.ABSTAIN, Integer.MAX_VALUE),
            number(RADIUS).orElseThrow(() -> wrong(RADIUS, "a number that is not negative")),
            seconds());
    text.once(read.idx());
    if (read.abstains() && read.radius() > 0) {
      throw wrong(RADIUS, "0 where predict is -1");
    }
    checkCorrect(read);
    return read;
  }

  private void checkCorrect(CohenLine read) {
    long given = whole(CORRECT, 0, Long.MAX_VALUE);
    long flag = read.correct() ? 1 : 0;
    correctSoFar += flag;
    flags &= given == flag;
    counts &= given == correctSoFar;
    if (!flags && !counts) {
      throw wrong(
          CORRECT,
          "%d for label %d and predict %d, or on every line how many were correct so far"
              .formatted(flag, read.label(), read.predict()));
    }
  }

  private String cell(int column) {
    return cells[places[column]].strip();
  }

  private long whole(int column, long least, long most) {
    if (WHOLE.matcher(cell(column)).matches()) {
      long value = Long.parseLong(cell(column));
      if (value >= least && value <= most) {
        return value;
      }
    }
    throw wrong(column, "a whole number, at least " + least);
  }

  /** A finite number that is not negative, if it is one. */
  private OptionalDouble number(int column) {
    if (!NUMBER.matcher(cell(column)).matches()) {
      return OptionalDouble.empty();
    }
    double value = Double.parseDouble(cell(column));
    return value >= 0 && Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
  }

  private double seconds() {
    Matcher clock = CLOCK.matcher(cell(TIME));
    if (clock.matches()) {
      return 3600.0 * Long.parseLong(clock.group(1))
          + 60.0 * Long.parseLong(clock.group(2))
          + Double.parseDouble(clock.group(3));
    }
    return number(TIME).orElseThrow(() -> wrong(TIME, "seconds or H:MM:SS.ffffff"));
  }

  private BadInputException wrong(int column, String expected) {
    return text.wrong(
        "has '%s' for %s".formatted(Excerpt.of(cell(column)), COLUMNS.get(column)), expected);
  }
}
