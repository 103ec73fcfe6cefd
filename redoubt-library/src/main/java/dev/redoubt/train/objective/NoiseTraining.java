package dev.redoubt.train.objective;

import dev.redoubt.certify.smoothing.GaussianSmoothing;
import dev.redoubt.certify.smoothing.Smoothing;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.ThreatModel;
import dev.redoubt.train.Lesson;
import dev.redoubt.train.Objective;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What objectives have in common that regularise over Gaussian copies of each sample. */
interface NoiseTraining extends Objective {
  /** Deviation of the noise in pixel space. */
  double sigma();

  /** Noisy points a sample. */
  int copies();

  @Override
  default Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("sigma", sigma());
    settings.put("copies", copies());
    return settings;
  }

  @Override
  default List<ThreatModel> threats() {
    return List.of();
  }

  @Override
  default Optional<Smoothing> smoothing() {
    return Optional.of(new GaussianSmoothing(sigma()));
  }

  @Override
  default Tensor examples(Lesson lesson) {
    return new GaussianNoise(sigma(), copies()).around(lesson.batch().inputs(), lesson);
  }
}
