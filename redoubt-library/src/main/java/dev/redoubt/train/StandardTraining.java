package dev.redoubt.train;

import dev.redoubt.data.Batch;
import dev.redoubt.loss.CrossEntropy;
import dev.redoubt.model.GradientModel;
import dev.redoubt.nn.Mode;
import dev.redoubt.nn.Network;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.ThreatModel;
import java.util.Map;
import java.util.Optional;

/** Empirical risk minimisation: cross-entropy on clean samples. */
public record StandardTraining() implements Objective {
  @Override
  public String name() {
    return "standard";
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
    Tensor logits = network.forward(batch.inputs(), Mode.TRAIN);
    return Reductions.mean(new CrossEntropy().perSample(logits, batch.labels()));
  }
}
