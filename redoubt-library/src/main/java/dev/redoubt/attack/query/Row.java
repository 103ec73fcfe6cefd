package dev.redoubt.attack.query;

import java.util.Optional;

/** One row under search: its question, what it found, and how much of its budget is left. */
final class Row<A> {
  private final int number;
  private final int budget;
  private final Best<A> best;
  private Question<A> question;
  private int asked;
  private int written;
  private int answered;
  private boolean over;

  /**
   * @param number its place in the batch
   * @param budget queries that it may ask, the clean point included
   */
  Row(int number, int budget, float[] clean, Search<A> search, Best<A> best) {
    this.number = number;
    this.budget = budget;
    this.best = best;
    question = new CleanPoint<>(clean, search);
  }

  int number() {
    return number;
  }

  /** How many points it asks about next: what is left of the question, the budget and the room. */
  int wishes(int room) {
    return Math.min(Math.min(question.points() - written, budget - asked), room);
  }

  /** The number of the query that is written next. */
  int query() {
    return asked;
  }

  void write(float[] target, int offset) {
    question.write(target, offset);
    asked++;
    written++;
  }

  /** Hands on an answer; what comes after the end of a search is not looked at. */
  void answered(A answer, float[] points, int offset) {
    if (over) {
      return;
    }
    int queries = asked - (written - answered) + 1;
    answered++;
    over = queries == 1 ? best.begin(answer) : best.take(answer, points, offset, queries);
    if (!over) {
      question.answered(answer, points, offset);
    }
  }

  /** Whether there is more to ask, once all that was written is answered. */
  boolean goesOn() {
    if (!over && asked < budget && answered == question.points()) {
      Optional<Question<A>> next = question.next();
      over = next.isEmpty();
      question = next.orElse(question);
      if (question.points() < 1) {
        throw new IllegalStateException("a question about no point would never be answered");
      }
      written = 0;
      answered = 0;
    }
    return !over && asked < budget;
  }

  float[] point() {
    return best.point();
  }

  int steps() {
    return best.steps(asked);
  }
}
