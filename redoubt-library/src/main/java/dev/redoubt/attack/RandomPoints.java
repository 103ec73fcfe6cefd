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
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Random search: points drawn from the ball and extreme points of it by turns. For Linf these are
 * its corners, for L2 points of the sphere, for L1 its vertices. Asks for labels alone.
 *
 * @param points drawn for each sample, at least 1; the first that meets the goal is proposed
 */
public record RandomPoints(int points) implements Attack<LabelModel> {
  /** Checks the settings. */
  public RandomPoints {
    if (points < 1) {
      throw new BadInputException("random points wants at least 1 point, not " + points);
    }
  }

  @Override
  public String name() {
    return "random-points";
  }

  @Override
  public Map<String, Object> settings() {
    return Map.of("points", points);
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
          int[] steps = new int[batch.size()];
          boolean[] met = new boolean[batch.size()];
          Tensor found =
              Scope.loop(
                  batch.inputs(),
                  points,
                  x -> open(met).length == 0,
                  (i, best) -> next(i, best, view, batch, threat, goal, draws, met, steps));
          return new Candidates(found, steps);
        });
  }

  private static int[] open(boolean[] met) {
    return IntStream.range(0, met.length).filter(row -> !met[row]).toArray();
  }

  private static Tensor next(
      int number,
      Tensor best,
      LabelModel view,
      Batch batch,
      ThreatModel threat,
      Goal goal,
      Draws draws,
      boolean[] met,
      int[] steps) {
    int[] open = open(met);
    Batch own = batch.rows(open);
    Draws keyed = draws.of("point-" + number).rows(open);
    Ball ball = threat.norm().ball(own.inputs(), threat.epsilon(), InputDomain.of(view.input()));
    Tensor delta =
        number % 2 == 0
            ? threat.norm().random(own.inputs(), threat.epsilon(), keyed)
            : threat.norm().steepestAscent(keyed.gaussianLike(own.inputs()), threat.epsilon());
    Tensor x = ball.project(own.inputs().plus(delta));
    boolean[] hits = goal.rows(open).met(view.predict(x, keyed), own.labels());
    for (int i = 0; i < open.length; i++) {
      steps[open[i]]++;
      met[open[i]] = hits[i];
    }
    int[] hit = IntStream.range(0, open.length).filter(i -> hits[i]).toArray();
    int[] rows = Arrays.stream(hit).map(i -> open[i]).toArray();
    return rows.length == 0 ? best : Layout.withRows(best, rows, Layout.rows(x, hit));
  }
}
