package dev.redoubt.report;

import java.util.List;

/**
 * Defences side by side: the source of {@code comparison.json} and {@code report.html}.
 *
 * @param provenance what is needed to run it again
 * @param data the samples
 * @param threat what attackers were allowed to do
 * @param effort of the audits
 * @param rows in the order in which they were asked for; what is relative is so to the first
 * @param notes sentences on how to read it
 */
public record ComparisonReport(
    Provenance provenance,
    DataSummary data,
    ThreatSummary threat,
    String effort,
    List<ComparisonRow> rows,
    List<String> notes) {
  /** Copies. */
  public ComparisonReport {
    rows = List.copyOf(rows);
    notes = List.copyOf(notes);
  }
}
