package dev.redoubt.attack;

import dev.redoubt.BadInputException;
import dev.redoubt.data.Batch;
import dev.redoubt.model.LabelModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.Ball;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.InputDomain;
import dev.redoubt.threat.ThreatModel;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Random points of the ball: what anybody can do without knowing the model. It stands in every
 * evaluation as the baseline that other attacks have to beat.
 *
 * @param tries points drawn for each sample; the first that meets the goal is proposed
 */
public record UniformNoise(int tries) implements Attack<LabelModel> {
  /** Checks the settings. */
  public UniformNoise {
    if (tries < 1) {
      throw new BadInputException("noise wants at least 1 try, not " + tries);
    }
  }

  /** Ten tries. */
  public UniformNoise() {
    this(10);
  }

  @Override
  public String name() {
    return "noise";
  }

  @Override
  public Map<String, Object> settings() {
    return Map.of("tries", tries);
  }

  @Override
  public Class<LabelModel> needs() {
    return LabelModel.class;
  }

  @Override
  public Candidates propose(
      LabelModel view, Batch batch, ThreatModel threat, Goal goal, Draws draws) {
    return Scope.tensors(
        () -> {
          Tensor points = batch.inputs();
          int[] steps = new int[batch.size()];
          int[] open = IntStream.range(0, batch.size()).toArray();
          for (int i = 0; i < tries && open.length > 0; i++) {
            Batch own = batch.rows(open);
            Draws keyed = draws.of("try-" + i).rows(open);
            Ball ball =
                threat.norm().ball(own.inputs(), threat.epsilon(), InputDomain.of(view.input()));
            Tensor x =
                ball.project(
                    own.inputs().plus(threat.norm().random(own.inputs(), threat.epsilon(), keyed)));
            points = Layout.withRows(points, open, x);
            for (int row : open) {
              steps[row]++;
            }
            boolean[] met = goal.rows(open).met(view.predict(x, keyed), own.labels());
            int[] before = open;
            open =
                IntStream.range(0, before.length)
                    .filter(row -> !met[row])
                    .map(row -> before[row])
                    .toArray();
          }
          return new Candidates(points, steps);
        });
  }
}
