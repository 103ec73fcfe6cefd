package dev.redoubt.model.blackbox;

import dev.redoubt.BadInputException;

/** A black box may not be asked any more: its budget of queries is used up. */
public final class QueryBudgetExceededException extends BadInputException {
  private static final long serialVersionUID = 1L;

  private final long used;

  QueryBudgetExceededException(String model, long wanted, long used, long limit) {
    super(
        "model %s has a budget of %d queries, of which %d are used; %d more are wanted"
            .formatted(model, limit, used, wanted));
    this.used = used;
  }

  /** The queries that were used, at most the budget. */
  public long used() {
    return used;
  }
}
