package dev.redoubt.report;

import java.util.List;

/**
 * What detectors are worth on one model.
 *
 * @param provenance how the report was made
 * @param data the samples
 * @param threat what attackers may do
 * @param model the model without detectors
 * @param cleanAccuracy of the model without detectors
 * @param robustAccuracy of the model without detectors under the same oblivious attacks
 * @param detectors one a file, in the order given
 * @param notes what a reader has to know besides
 */
public record DetectionReport(
    Provenance provenance,
    DataSummary data,
    ThreatSummary threat,
    ModelIdentity model,
    double cleanAccuracy,
    double robustAccuracy,
    List<DetectorResult> detectors,
    List<String> notes) {
  /** Copies. */
  public DetectionReport {
    detectors = List.copyOf(detectors);
    notes = List.copyOf(notes);
  }
}
