package dev.redoubt.certify.analysis;

import dev.redoubt.AtomicFile;
import dev.redoubt.BadInputException;
import dev.redoubt.certify.Certificate;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/**
 * The tab-separated log of Cohen et al. 2019 and of those who took over their script: a header
 * {@code idx label predict radius correct time}, then a line an input. The time is a number of
 * seconds or {@code H:MM:SS.ffffff}; the columns may stand in any order, among others.
 *
 * <p>Whether a line is correct is what label and prediction say. The column of that name is held
 * against them: it has to be either that flag on every line, or on every line the count of correct
 * ones so far, as the script of diffusion denoised smoothing (Carlini et al. 2023) prints it.
 *
 * @param lines in the order of the file
 */
public record CohenLog(List<CohenLine> lines) {
  static final List<String> COLUMNS =
      List.of("idx", "label", "predict", "radius", "correct", "time");
  private static final String HEADER = String.join("\t", COLUMNS);

  /** Copies. */
  public CohenLog {
    lines = List.copyOf(lines);
  }

  /** The log of certificates of ours. */
  public static CohenLog of(Collection<Certificate> certificates) {
    return new CohenLog(certificates.stream().map(CohenLine::of).toList());
  }

  /**
   * Writes the log as the reference does. It keeps three significant digits of a radius, which may
   * round it up.
   *
   * @throws BadInputException if it can't be written
   */
  public void write(Path file) {
    AtomicFile.write(
        file,
        out -> {
          out.write((HEADER + "\n").getBytes(StandardCharsets.UTF_8));
          for (CohenLine line : lines) {
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
          }
        });
  }
}
