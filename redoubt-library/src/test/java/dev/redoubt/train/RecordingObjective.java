package dev.redoubt.train;

import dev.redoubt.data.Batch;
import dev.redoubt.model.GradientModel;
import dev.redoubt.nn.Network;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.ThreatModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
  public Optional<ThreatModel> threat() {
    return Optional.empty();
  }

  @Override
  public Tensor loss(
      Network network, GradientModel view, Batch batch, double epsilonFactor, Draws draws) {
    batches.add(Arrays.stream(batch.ids()).boxed().toList());
    factors.add(epsilonFactor);
    pixels.add(batch.inputs().floats());
    return new StandardTraining().loss(network, view, batch, epsilonFactor, draws);
  }
}
