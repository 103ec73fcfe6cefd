package dev.redoubt.model.blackbox;

import dev.redoubt.BadInputException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the queries to one opened model, in samples, up to a limit. The count lives in memory, as
 * long as the process: a run that goes on later starts from 0, so that an evaluation resumed k
 * times may ask k + 1 times the limit. Safe from several threads.
 */
public final class QueryBudget {
  private final String model;
  private final long limit;
  private final AtomicLong used = new AtomicLong();

  /**
   * A budget of its own.
   *
   * @param model named in messages
   * @param limit at least 1
   */
  public QueryBudget(String model, long limit) {
    if (limit < 1) {
      throw new BadInputException("query budget must be at least 1, not " + limit);
    }
    this.model = model;
    this.limit = limit;
  }

  /**
   * Takes queries from the budget, all of them or none. To be called before the model is.
   *
   * @throws QueryBudgetExceededException if fewer are left
   */
  public void spend(long samples) {
    long before;
    do {
      before = used.get();
      if (samples > limit - before) {
        throw new QueryBudgetExceededException(model, samples, before, limit);
      }
    } while (!used.compareAndSet(before, before + samples));
  }

  /** Queries so far. */
  public long used() {
    return used.get();
  }

  /** The most queries. */
  public long limit() {
    return limit;
  }
}
