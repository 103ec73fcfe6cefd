package dev.redoubt.attack.score;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.Candidates;
import dev.redoubt.attack.query.Ground;
import dev.redoubt.attack.query.QueryLoop;
import dev.redoubt.attack.query.Search;
import dev.redoubt.data.Batch;
import dev.redoubt.model.ScoreModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.threat.Goal;
import java.util.function.Function;

/** What the attacks by scores have in common. */
final class ScoreSearch {
  private ScoreSearch() {}

  /** Checks a query budget. */
  static void checkQueries(String attack, int queries) {
    if (queries < 1) {
      throw new BadInputException(
          "%s query budget must be at least 1, not %d".formatted(attack, queries));
    }
  }

  /** Checks a length that must be positive. */
  static void checkPositive(String setting, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new BadInputException(setting + " must be positive and finite, not " + value);
    }
  }

  /**
   * Runs a search on each row.
   *
   * @param feasible which of the points that a row has asked about may be proposed
   */
  static Candidates run(
      ScoreModel view,
      Batch batch,
      Goal goal,
      Draws draws,
      int queries,
      Objective loss,
      Function<Ground, Search<Scored>> search,
      Function<Ground, BestPoint.Feasible> feasible) {
    boolean random = view.declares().random();
    return Scope.tensors(
        () ->
            new QueryLoop(view, batch, draws)
                .run(
                    new LossOracle(view, batch.labels(), goal, loss),
                    queries,
                    search,
                    ground -> new BestPoint(ground.clean(), feasible.apply(ground), random)));
  }
}
