package dev.redoubt.train;

import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.ThreatModel;
import dev.redoubt.train.objective.StandardTraining;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Standard training that remembers what it was given.
 *
 * @param batches the ids of each batch
 * @param factors the share of the budget at each batch
 * @param pixels the values of each batch
 */
record RecordingObjective(List<List<Long>> batches, List<Double> factors, List<float[]> pixels)
    implements Objective {
  RecordingObjective() {
    this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
  }

  @Override
  public String name() {
    return "recording";
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
    batches.add(Arrays.stream(lesson.batch().ids()).boxed().toList());
    factors.add(lesson.epsilonFactor());
    pixels.add(lesson.batch().inputs().floats());
    return lesson.batch().inputs();
  }

  @Override
  public Tensor loss(Lesson lesson, Tensor examples) {
    return new StandardTraining().loss(lesson, examples);
  }
}
