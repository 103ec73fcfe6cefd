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
 * An attack that moves the features of the first rows of its batch, and leaves the others.
 *
 * @param rows how many are moved
 * @param by how far
 * @param most with a larger budget it moves nothing
 */
public record Pushing(String name, int rows, float by, double most) implements Attack<LabelModel> {
  /** With any budget. */
  public Pushing(String name, int rows, float by) {
    this(name, rows, by, Double.POSITIVE_INFINITY);
  }

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
    int moved = threat.epsilon() <= most ? Math.min(rows, batch.size()) : 0;
    for (int i = 0; i < moved * Halves.FEATURES; i++) {
      values[i] += by;
    }
    return Candidates.after(1, Tensors.of(values, batch.size(), Halves.FEATURES));
  }
}
