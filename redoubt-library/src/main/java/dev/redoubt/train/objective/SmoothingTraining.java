package dev.redoubt.train.objective;

import dev.redoubt.BadInputException;
import dev.redoubt.certify.smoothing.GaussianSmoothing;
import dev.redoubt.certify.smoothing.Smoothing;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.ThreatModel;
import dev.redoubt.train.Lesson;
import dev.redoubt.train.Objective;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Training of base classifiers under their own smoothing: the mean cross-entropy at randomly
 * changed copies of each sample. With Gaussian noise it is that of Cohen et al. (2019, section
 * 3.3), with ablation that of Levine and Feizi (2020).
 *
 * @param smoothed what will be certified with; drawn anew for each copy of a sample
 * @param copies changed points a sample, at least 1; the papers have 1
 */
public record SmoothingTraining(Smoothing smoothed, int copies) implements Objective {
  /** Checks the settings. */
  public SmoothingTraining {
    if (copies < 1) {
      throw new BadInputException(
          "method %s wants at least 1 copy of each sample, not %d"
              .formatted(smoothed.name(), copies));
    }
  }

  /** With a single copy. */
  public static SmoothingTraining of(Smoothing smoothing) {
    return new SmoothingTraining(smoothing, 1);
  }

  /**
   * Gaussian training as its paper has it.
   *
   * @param sigma deviation of the noise in pixel space, positive; the paper has 0.12, 0.25, 0.5 and
   *     1
   */
  public static SmoothingTraining gaussian(double sigma) {
    return of(new GaussianSmoothing(sigma));
  }

  @Override
  public String name() {
    return smoothed.name();
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>(smoothed.settings());
    settings.put("copies", copies);
    return settings;
  }

  @Override
  public List<ThreatModel> threats() {
    return List.of();
  }

  @Override
  public Optional<Smoothing> smoothing() {
    return Optional.of(smoothed);
  }

  @Override
  public Tensor examples(Lesson lesson) {
    return smoothed.randomize(
        Layout.copies(lesson.batch().inputs(), copies), lesson.draws().of("noise").copies(copies));
  }

  @Override
  public Tensor loss(Lesson lesson, Tensor examples) {
    return Reductions.mean(lesson.crossEntropy(lesson.logits(examples)));
  }
}
