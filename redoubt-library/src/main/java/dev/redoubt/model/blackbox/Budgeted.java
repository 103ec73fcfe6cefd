package dev.redoubt.model.blackbox;

import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.LabelModel;
import dev.redoubt.model.ScoreModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;

/**
 * A model with a budget of queries, as a black box: it gives labels or scores, never gradients,
 * whatever stands behind it. Each sample of each call is one query.
 */
public class Budgeted implements LabelModel {
  final LabelModel model;
  final QueryBudget budget;

  private Budgeted(LabelModel model, QueryBudget budget) {
    this.model = model;
    this.budget = budget;
  }

  /** A model that gives labels, at most so many. */
  public static Budgeted labels(LabelModel model, long queries) {
    return new Budgeted(model, new QueryBudget(model.name(), queries));
  }

  /** A model that gives scores, at most so many. */
  public static OfScores scores(ScoreModel model, long queries) {
    return new OfScores(model, new QueryBudget(model.name(), queries));
  }

  /** The budget, which knows what was used. */
  public final QueryBudget budget() {
    return budget;
  }

  @Override
  public final String name() {
    return model.name();
  }

  @Override
  public final InputSpec input() {
    return model.input();
  }

  @Override
  public final int classes() {
    return model.classes();
  }

  @Override
  public final Declaration declares() {
    return new Declaration(new Declaration.Backward.None(), model.declares().random());
  }

  @Override
  public final Tensor predict(Tensor x, Draws draws) {
    budget.spend(x.rows());
    return model.predict(x, draws);
  }

  /** With scores. */
  public static final class OfScores extends Budgeted implements ScoreModel {
    private final ScoreModel scores;

    private OfScores(ScoreModel scores, QueryBudget budget) {
      super(scores, budget);
      this.scores = scores;
    }

    @Override
    public Tensor logits(Tensor x, Draws draws) {
      budget.spend(x.rows());
      return scores.logits(x, draws);
    }
  }
}
