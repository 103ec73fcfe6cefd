package dev.redoubt.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.redoubt.AtomicFile;
import dev.redoubt.BadInputException;
import dev.redoubt.compare.Findings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The files of a comparison. */
public final class ComparisonFiles {
  private static final String ROW = "row.json";

  private ComparisonFiles() {}

  /**
   * Writes {@code report.html} and {@code comparison.json}, each atomically. The latter comes last:
   * where it is, both are.
   *
   * @throws BadInputException if one can't be written
   */
  public static void write(Path directory, ComparisonReport report) {
    String page;
    String json;
    try {
      page = ComparisonPage.render(report);
      json = ReportJson.pretty(report);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    write(directory.resolve("report.html"), page);
    write(directory.resolve("comparison.json"), json);
  }

  /**
   * Keeps what was measured of one row in its folder.
   *
   * @param fingerprint of everything that it depends on
   * @throws BadInputException if it can't be written
   */
  public static void writeRow(Path directory, String fingerprint, Findings findings) {
    try {
      write(directory.resolve(ROW), ReportJson.line(new Kept(fingerprint, findings)) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What was measured of a row under the same fingerprint; empty if nothing was. */
  public static Optional<Findings> readRow(Path directory, String fingerprint) {
    Path file = directory.resolve(ROW);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      JsonNode root = ReportJson.read(Files.readString(file));
      Kept kept = ReportJson.as(root, Kept.class);
      return kept.fingerprint().equals(fingerprint)
          ? Optional.of(kept.findings())
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // whatever it is, it is measured again
    }
  }

  /** A row, and what it depends on. */
  record Kept(String fingerprint, Findings findings) {}

  private static void write(Path file, String text) {
    AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }
}
