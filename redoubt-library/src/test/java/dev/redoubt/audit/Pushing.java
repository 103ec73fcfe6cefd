package dev.redoubt.audit;

import dev.redoubt.attack.Attack;
import dev.redoubt.attack.Candidates;
import dev.redoubt.data.Batch;
import dev.redoubt.model.LabelModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.ThreatModel;
import java.util.Map;

/**
 * An attack that moves the first feature of the first rows of its batch, and leaves the others.
 *
 * @param rows how many are moved
 * @param by how far
 */
record Pushing(String name, int rows, float by) implements Attack<LabelModel> {
  @Override
  public Map<String, Object> settings() {
    return Map.of();
  }

  @Override
  public Class<LabelModel> needs() {
    return LabelModel.class;
  }

  @Override
  public Candidates propose(
      LabelModel view, Batch batch, ThreatModel threat, Goal goal, Draws draws) {
    float[] values = batch.inputs().floats();
    for (int row = 0; row < Math.min(rows, batch.size()); row++) {
      values[2 * row] += by;
    }
    return Candidates.after(1, Tensors.of(values, batch.size(), 2));
  }
}
