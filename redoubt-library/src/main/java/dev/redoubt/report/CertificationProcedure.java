package dev.redoubt.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How certificates were made.
 *
 * @param smoothing name of the random change
 * @param smoothingSettings its parameters, by name
 * @param sigma standard deviation of the noise on one value, in pixel space; NaN where the change
 *     is no noise
 * @param norm name of the norm in which radii are measured
 * @param conversion a sentence, where radii were converted from another norm
 * @param test name of the test that bounds the class's probability
 * @param testSettings its parameters, by name
 * @param alpha the probability with which a certificate may be false
 * @param protocol how the class that is certified was chosen
 * @param seed the seed that keys the draws
 * @param radii that were asked for; empty if the full radius of each input was looked for
 * @param fixedSamples the draws that the fixed procedure of Cohen et al. takes for each input at
 *     this alpha, if there is something to compare with
 */
public record CertificationProcedure(
    String smoothing,
    Map<String, Object> smoothingSettings,
    double sigma,
    String norm,
    @Nullable String conversion,
    String test,
    Map<String, Object> testSettings,
    double alpha,
    CertificationProtocol protocol,
    long seed,
    List<Double> radii,
    @Nullable Integer fixedSamples) {
  /** Copies. */
  public CertificationProcedure {
    smoothingSettings = Collections.unmodifiableMap(new LinkedHashMap<>(smoothingSettings));
    testSettings = Collections.unmodifiableMap(new LinkedHashMap<>(testSettings));
    radii = List.copyOf(radii);
  }
}
