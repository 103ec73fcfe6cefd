package dev.redoubt.report;

import dev.redoubt.certify.analysis.Analysis;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What several files of certificates amount to, side by side.
 *
 * @param provenance how the report was made
 * @param radii at which certified accuracies are given, ascending
 * @param analysis an entry a file
 */
public record AnalysisReport(Origin provenance, List<Double> radii, List<Entry> analysis) {
  /**
   * How the report was made; nothing in it is random.
   *
   * @param version version of Redoubt
   * @param commandLine the command line, program name first
   * @param started when the run began: an ISO-8601 instant
   */
  public record Origin(String version, List<String> commandLine, String started) {
    /** Copies. */
    public Origin {
      commandLine = List.copyOf(commandLine);
    }
  }

  /**
   * One file.
   *
   * @param file as it was named
   * @param sha256 its SHA-256 (hex)
   * @param sigma standard deviation of the noise in pixel space, if known
   * @param result what its certificates amount to
   */
  public record Entry(String file, String sha256, OptionalDouble sigma, Analysis result) {}

  /** Copies. */
  public AnalysisReport {
    radii = List.copyOf(radii);
    analysis = List.copyOf(analysis);
    if (analysis.isEmpty()) {
      throw new IllegalArgumentException("an analysis of no file");
    }
  }
}
