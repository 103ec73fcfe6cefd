package dev.redoubt.train.objective;

import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.ThreatModel;
import dev.redoubt.train.Lesson;
import java.util.List;
import java.util.Map;

/** Empirical risk minimisation: cross-entropy on clean samples. */
public record StandardTraining() implements PointTraining {
  @Override
  public String name() {
    return "standard";
  }

  @Override
  public Map<String, Object> settings() {
    return Map.of();
  }

  @Override
  public List<ThreatModel> threats() {
    return List.of();
  }

  @Override
  public Tensor examples(Lesson lesson) {
    return lesson.batch().inputs();
  }
}
