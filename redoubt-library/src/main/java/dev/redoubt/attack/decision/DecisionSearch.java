package dev.redoubt.attack.decision;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.Candidates;
import dev.redoubt.attack.query.Geometry;
import dev.redoubt.attack.query.Ground;
import dev.redoubt.attack.query.QueryLoop;
import dev.redoubt.attack.query.Question;
import dev.redoubt.attack.query.Search;
import dev.redoubt.data.Batch;
import dev.redoubt.model.LabelModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.threat.Goal;
import java.util.Optional;

/** What the decision-based attacks have in common: the clean point, a start, and then their own. */
final class DecisionSearch {
  private DecisionSearch() {}

  /** Checks a query budget. */
  static void checkQueries(String attack, int queries) {
    if (queries < 1) {
      throw new BadInputException(
          "%s query budget must be at least 1, not %d".formatted(attack, queries));
    }
  }

  /**
   * Looks for the nearest points that meet the goal.
   *
   * @param enough distance at which a row is let go
   * @param queries each row's budget
   */
  static Candidates closest(
      LabelModel view,
      Batch batch,
      Geometry geometry,
      Goal goal,
      double enough,
      Draws draws,
      int queries,
      Starts starts,
      Approach approach) {
    int[] labels = batch.labels().ints();
    boolean random = view.declares().random();
    return Scope.tensors(
        () ->
            new QueryLoop(view, batch, draws)
                .run(
                    new GoalOracle(view, batch.labels(), goal),
                    queries,
                    ground -> start(ground, labels[ground.number()], goal, starts, approach),
                    ground -> new NearestPoint(ground.clean(), geometry, enough, random)));
  }

  private static Search<Boolean> start(
      Ground ground, int label, Goal goal, Starts starts, Approach approach) {
    return clean -> {
      Starts.Tries tries = starts.of(ground, c -> goal.met(ground.number(), label, c));
      Question<Boolean> first =
          new FirstHit(tries, ground.plane().features(), start -> approach.from(ground, start));
      return tries.count() > 0 ? Optional.of(first) : Optional.empty();
    };
  }
}
