package dev.redoubt.attack.query;

/**
 * The best point of one row among all that were asked about.
 *
 * @param <A> what is answered about a point
 */
public abstract class Best<A> {
  private final float[] point;
  private int found;

  /** Nothing yet: the clean point. */
  protected Best(float[] clean) {
    point = clean.clone();
  }

  /**
   * Is told the answer about the clean point.
   *
   * @return whether the row's search is over
   */
  protected abstract boolean begin(A answer);

  /**
   * Is told the answer about any other point, and keeps it if it is better.
   *
   * @param points the point stands from {@code offset} on
   * @param queries how many were asked up to this point, itself and the clean one included
   * @return whether the row's search is over
   */
  protected abstract boolean take(A answer, float[] points, int offset, int queries);

  /** Whether the kept point is worth proposing as one that meets the goal. */
  protected abstract boolean met();

  /** Keeps a point. */
  protected final void keep(float[] points, int offset, int queries) {
    System.arraycopy(points, offset, point, 0, point.length);
    found = queries;
  }

  final float[] point() {
    return point;
  }

  /** Queries until the point was found; all that were asked, if it does not meet the goal. */
  final int steps(int asked) {
    return met() ? found : asked;
  }
}
