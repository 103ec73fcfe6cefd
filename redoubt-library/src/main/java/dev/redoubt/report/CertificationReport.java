package dev.redoubt.report;

import dev.redoubt.certify.Certificate;
import dev.redoubt.certify.analysis.Analysis;
import dev.redoubt.certify.analysis.CertifiedAccuracy;
import dev.redoubt.certify.analysis.RadiusGrid;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Everything that one run of certification came to. What is said of all inputs together is computed
 * from the certificates.
 *
 * @param provenance what is needed to run it again
 * @param data the inputs
 * @param model the classifier that was smoothed
 * @param procedure how its certificates were made
 * @param certificates one an input
 * @param forwards forward passes of the run, counted in samples
 * @param seconds wall-clock seconds of the run
 * @param notes sentences that a reader of the numbers has to know; may be empty
 */
public record CertificationReport(
    Provenance provenance,
    DataSummary data,
    ModelIdentity model,
    CertificationProcedure procedure,
    List<Certificate> certificates,
    long forwards,
    double seconds,
    List<String> notes) {
  /** Copies. */
  public CertificationReport {
    certificates = List.copyOf(certificates);
    notes = List.copyOf(notes);
  }

  /** What the certificates amount to. */
  public Analysis analysis() {
    return Analysis.of(certificates, OptionalDouble.of(procedure.alpha()));
  }

  /** Certified accuracy at the radii that were asked for, else at round ones; ascending. */
  public List<CertifiedAccuracy> certifiedAccuracy() {
    Analysis analysis = analysis();
    List<Double> radii = procedure.radii();
    return (radii.isEmpty() ? RadiusGrid.upTo(analysis.curve().end()) : radii)
        .stream().sorted().distinct().map(analysis::at).toList();
  }

  /** Draws an input, selection included: the mean. NaN without inputs. */
  public double meanSamples() {
    return certificates.stream().mapToLong(CertificationReport::draws).average().orElse(Double.NaN);
  }

  /** Draws an input, selection included: the median. NaN without inputs. */
  public double medianSamples() {
    long[] draws = certificates.stream().mapToLong(CertificationReport::draws).sorted().toArray();
    int middle = draws.length / 2;
    if (draws.length == 0) {
      return Double.NaN;
    }
    return draws.length % 2 == 1 ? draws[middle] : (draws[middle - 1] + draws[middle]) / 2.0;
  }

  /** All draws of an input. */
  static long draws(Certificate certificate) {
    return (long) certificate.n() + certificate.n0();
  }
}
