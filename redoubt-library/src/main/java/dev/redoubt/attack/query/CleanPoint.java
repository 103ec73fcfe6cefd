package dev.redoubt.attack.query;

import java.util.Optional;

/** The first question of every row. */
final class CleanPoint<A> implements Question<A> {
  private final float[] clean;
  private final Search<A> search;
  private Optional<Question<A>> next = Optional.empty();

  CleanPoint(float[] clean, Search<A> search) {
    this.clean = clean;
    this.search = search;
  }

  @Override
  public int points() {
    return 1;
  }

  @Override
  public void write(float[] target, int offset) {
    System.arraycopy(clean, 0, target, offset, clean.length);
  }

  @Override
  public void answered(A answer, float[] points, int offset) {
    next = search.begin(answer);
  }

  @Override
  public Optional<Question<A>> next() {
    return next;
  }
}
