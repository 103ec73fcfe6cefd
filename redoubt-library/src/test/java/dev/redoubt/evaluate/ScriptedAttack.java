package dev.redoubt.evaluate;

import dev.redoubt.attack.Attack;
import dev.redoubt.attack.Candidates;
import dev.redoubt.data.Batch;
import dev.redoubt.model.LabelModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.ThreatModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * An attack that proposes what a test tells it, and remembers the samples that it was shown.
 *
 * @param seen the ids of each call
 */
record ScriptedAttack<M extends LabelModel>(
    String name, Class<M> needs, Script<M> script, List<List<Long>> seen) implements Attack<M> {
  /** An attack that needs labels only. */
  static ScriptedAttack<LabelModel> proposing(String name, Script<LabelModel> script) {
    return of(name, LabelModel.class, script);
  }

  static <M extends LabelModel> ScriptedAttack<M> of(
      String name, Class<M> needs, Script<M> script) {
    return new ScriptedAttack<>(name, needs, script, new ArrayList<>());
  }

  /** What is proposed for a batch. */
  @FunctionalInterface
  interface Script<M> {
    Tensor propose(M view, Batch batch, ThreatModel threat);
  }

  @Override
  public Map<String, Object> settings() {
    return Map.of();
  }

  @Override
  public Candidates propose(M view, Batch batch, ThreatModel threat, Goal goal, Draws draws) {
    seen.add(Arrays.stream(batch.ids()).boxed().toList());
    return Candidates.after(1, script.propose(view, batch, threat));
  }
}
