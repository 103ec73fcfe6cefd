package dev.redoubt.purify;

import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.pipeline.Purifier;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/** A stage that is attacked through a network that imitates it. */
record Imitated(Purifier stage, LearnedSurrogate surrogate) implements Purifier {
  @Override
  public String name() {
    return stage.name();
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>(stage.settings());
    settings.put("imitation_error", surrogate.fit().relative());
    return settings;
  }

  @Override
  public InputSpec takes() {
    return stage.takes();
  }

  @Override
  public InputSpec gives() {
    return stage.gives();
  }

  @Override
  public Tensor apply(Tensor x, Draws draws) {
    return stage.apply(x, draws);
  }

  @Override
  public Declaration declares() {
    return new Declaration(
        new Declaration.Backward.Surrogate("a learned imitation", surrogate),
        stage.declares().random());
  }
}
