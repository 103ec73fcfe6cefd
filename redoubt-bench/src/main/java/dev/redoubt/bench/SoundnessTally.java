package dev.redoubt.bench;

import dev.redoubt.certify.Certificate;
import dev.redoubt.certify.CertificateCheck.Finding;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** What the checks of one attack, or of several, came to. */
final class SoundnessTally {
  private final Map<Long, Lowest> lowest = new HashMap<>();
  private final Map<Long, Finding> contradictions = new TreeMap<>();
  private int checked;

  /**
   * The point of a sample where the fewest draws gave the certified class.
   *
   * @param finding on it
   * @param values of the point
   */
  @SuppressWarnings("ArrayRecordComponent") // pixels, never compared
  record Lowest(Finding finding, float[] values) {}

  /** Takes in a check of a point that is another one than the certified input. */
  void add(Finding finding, float[] values) {
    if (finding.distance() == 0) {
      return;
    }
    if (!finding.within()) {
      throw new IllegalStateException(
          "a point at %s for the radius %s"
              .formatted(finding.distance(), finding.certificate().radius()));
    }
    checked++;
    long id = finding.certificate().id();
    Lowest before = lowest.get(id);
    if (before == null || finding.share() < before.finding().share()) {
      lowest.put(id, new Lowest(finding, values));
    }
    if (finding.contradicts()) {
      contradictions.putIfAbsent(id, finding);
    }
  }

  /** Points that were checked. */
  int checked() {
    return checked;
  }

  /** Whether the certificate of a sample was contradicted. */
  boolean contradicted(Certificate certificate) {
    return contradictions.containsKey(certificate.id());
  }

  /** The first one for each sample whose certificate was contradicted. */
  Collection<Finding> contradictions() {
    return contradictions.values();
  }

  /** One for each sample that was attacked. */
  Collection<Lowest> lowest() {
    return lowest.values();
  }
}
