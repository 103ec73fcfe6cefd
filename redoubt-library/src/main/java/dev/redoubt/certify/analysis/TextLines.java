package dev.redoubt.certify.analysis;

import dev.redoubt.BadInputException;
import dev.redoubt.HeapBudget;
import dev.redoubt.data.InputFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a file with one input a line, numbered from 1; empty ones are passed over. What was
 * read of each must fit into a budget of memory, so that no file is too large for a sentence.
 */
final class TextLines implements AutoCloseable {
  private static final int LONGEST_LINE = 10_000;

  /** Bytes of heap that are reckoned for what is kept of a line. */
  private static final long KEPT = 300;

  private final Path file;
  private final HeapBudget budget;
  private final BufferedReader in;
  private final Map<Long, Integer> ids = new HashMap<>();
  private int number;

  TextLines(Path file, HeapBudget budget) {
    this.file = file;
    this.budget = budget;
    try {
      this.in =
          new BufferedReader(new InputStreamReader(InputFiles.open(file), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw InputFiles.unreadable(file, e);
    }
  }

  /**
   * The next line that is not blank, without the space around it; null at the end.
   *
   * @throws BadInputException if it can't be read, is too long, or there are too many
   */
  @Nullable String next() {
    for (String line = readLine(); line != null; line = readLine()) {
      if (!line.isBlank()) {
        return line.strip();
      }
    }
    return null;
  }

  /** Reads no more of a line than a sound one can have. */
  private @Nullable String readLine() {
    StringBuilder line = new StringBuilder();
    number++;
    budget.require(KEPT * number, file);
    try {
      int c = in.read();
      boolean end = c < 0;
      for (; c >= 0 && c != '\n'; c = in.read()) {
        if (line.length() == LONGEST_LINE) {
          throw wrong("is longer than %d characters".formatted(LONGEST_LINE), "one input a line");
        }
        line.append((char) c);
      }
      return end ? null : withoutMark(line.toString());
    } catch (IOException e) {
      throw InputFiles.unreadable(file, e);
    }
  }

  /** Spreadsheets begin UTF-8 files with a byte-order mark. */
  private String withoutMark(String line) {
    return number == 1 && line.startsWith("\ufeff") ? line.substring(1) : line;
  }

  /**
   * Notes the input of this line.
   *
   * @throws BadInputException if an earlier line is of the same input
   */
  void once(long id) {
    Integer earlier = ids.putIfAbsent(id, number);
    if (earlier != null) {
      throw wrong(
          "is of input %d, which line %d is of already".formatted(id, earlier), "each input once");
    }
  }

  /** A sentence about the whole file. */
  BadInputException wrong(String what) {
    return new BadInputException(file + " " + what);
  }

  /** The sentence about the line that was read last. */
  BadInputException wrong(String what, String expected) {
    return new BadInputException(
        "%s line %d %s, expected %s".formatted(file, number, what, expected));
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw InputFiles.unreadable(file, e);
    }
  }
}
