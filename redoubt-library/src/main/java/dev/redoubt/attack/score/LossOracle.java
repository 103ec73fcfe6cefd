package dev.redoubt.attack.score;

import dev.redoubt.attack.Hits;
import dev.redoubt.attack.query.Oracle;
import dev.redoubt.loss.Loss;
import dev.redoubt.model.ScoreModel;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.Goal;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The loss of each point, in double precision, as differences between near points are what counts.
 *
 * @param labels true labels of the batch, int64 {@code [n]}
 */
record LossOracle(ScoreModel view, Tensor labels, Goal goal, Loss loss) implements Oracle<Scored> {
  @Override
  public List<Scored> ask(Tensor points, int[] rows, Draws draws) {
    Tensor logits = view.logits(points, draws).to(DType.FLOAT64);
    Tensor truth = Layout.rows(labels, rows);
    Goal asked = goal.rows(rows);
    Hits hits = Hits.of(logits, truth, asked, view.declares().random());
    double[] losses = loss.perSample(logits, asked.lossLabels(truth)).doubles();
    return IntStream.range(0, rows.length)
        .mapToObj(
            i -> {
              double rise = goal.direction() * losses[i];
              return new Scored(
                  Double.isFinite(rise) ? rise : Double.NEGATIVE_INFINITY,
                  hits.met(i),
                  hits.sure()[i]);
            })
        .toList();
  }
}
