package dev.redoubt.detect.fit;

import dev.redoubt.data.Dataset;
import dev.redoubt.pipeline.Purifier;
import dev.redoubt.tensor.Device;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Adversarial samples for scores that learn the difference, row by row beside what they were made
 * of. All three have the same samples in the same order.
 *
 * @param clean samples that are classified correctly
 * @param noisy the same with random noise of the same length as the perturbation, so that a score
 *     does not merely learn to tell noise (Ma et al. 2018, section 5.1)
 * @param adversarial the same, perturbed so that they are not
 * @param settings how they were made, for provenance
 */
public record Contrast(
    Dataset clean, Dataset noisy, Dataset adversarial, Map<String, Object> settings) {
  /** Checks and copies. */
  public Contrast {
    if (clean.size() != noisy.size() || clean.size() != adversarial.size()) {
      throw new IllegalArgumentException(
          "%d clean, %d noisy, %d adversarial samples"
              .formatted(clean.size(), noisy.size(), adversarial.size()));
    }
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }

  /** The same as a classifier is given them behind purifiers. */
  public Contrast behind(List<Purifier> purifiers, long seed, Device device) {
    return new Contrast(
        PreparedSamples.of(clean, purifiers, seed, device),
        PreparedSamples.of(noisy, purifiers, seed, device),
        PreparedSamples.of(adversarial, purifiers, seed, device),
        settings);
  }
}
