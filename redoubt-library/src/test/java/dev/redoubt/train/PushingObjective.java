package dev.redoubt.train;

import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.Linf;
import dev.redoubt.threat.ThreatModel;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Pushes the weight of a {@link MaskingTrainee} up by the learning rate with each update; its
 * stronger form pushes it down. The loss is no number beyond w = 1.
 */
record PushingObjective(boolean up, boolean hasStronger) implements Objective {
  @Override
  public String name() {
    return up ? "up" : "down";
  }

  @Override
  public Map<String, Object> settings() {
    return Map.of();
  }

  @Override
  public List<ThreatModel> threats() {
    return List.of(new ThreatModel(new Linf(), MaskingTrainee.EPSILON));
  }

  @Override
  public Optional<Objective> stronger() {
    return hasStronger ? Optional.of(new PushingObjective(false, false)) : Optional.empty();
  }

  @Override
  public Tensor examples(Lesson lesson) {
    return lesson.batch().inputs();
  }

  @Override
  public Tensor loss(Lesson lesson, Tensor examples) {
    Tensor w = Objects.requireNonNull(lesson.trainee().trainable().get("w"));
    Tensor undefined = Elementwise.log(w.negated().plus(1)).times(0);
    return Reductions.sum(w.times(up ? -1 : 1).plus(undefined));
  }
}
