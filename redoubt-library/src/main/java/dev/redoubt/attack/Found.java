package dev.redoubt.attack;

import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.TensorGroup;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * What a search has found so far: the best point of each row of the batch, and the rows that it
 * still works on. Rows that are surely broken leave, so that robust samples alone cost the full
 * number of steps.
 *
 * @param points the best point of each row of the batch
 * @param open the rows that are not surely broken
 * @param share for each row, the share of draws in which its point met the goal; 0 for none yet
 * @param steps steps taken on each row until its point was found, or in all
 */
@SuppressWarnings("ArrayRecordComponent") // one entry a row, never compared
public record Found(Tensor points, int[] open, double[] share, int[] steps) implements TensorGroup {
  /** Nothing yet: every row is open and has its clean point. */
  public static Found nothing(Tensor clean) {
    int n = clean.rows();
    return new Found(clean, IntStream.range(0, n).toArray(), new double[n], new int[n]);
  }

  /** Whether every row is surely broken. */
  public boolean finished() {
    return open.length == 0;
  }

  /**
   * Takes in a look at points of the open rows: those that met the goal, and did so in as many
   * draws as any before, become the rows' points.
   *
   * @param x one point an open row
   * @param step how many steps the search has taken on these rows
   */
  public Found looking(Hits hits, Tensor x, int step) {
    double[] shares = share.clone();
    int[] counts = steps.clone();
    int[] positions =
        IntStream.range(0, open.length)
            .filter(i -> hits.met(i) && hits.share()[i] >= share[open[i]])
            .toArray();
    for (int i = 0; i < open.length; i++) {
      counts[open[i]] = share[open[i]] == 0 ? step : counts[open[i]];
    }
    if (positions.length == 0) {
      return new Found(points, open, shares, counts);
    }
    int[] rows = new int[positions.length];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = open[positions[i]];
      counts[rows[i]] = step;
      shares[rows[i]] = hits.share()[positions[i]];
    }
    Tensor kept =
        rows.length == points.rows() ? x : Layout.withRows(points, rows, Layout.rows(x, positions));
    return new Found(kept, open, shares, counts);
  }

  /** Keeps the last points of the open rows that have nothing better. */
  public Found withLast(Tensor x) {
    int[] positions = IntStream.range(0, open.length).filter(i -> share[open[i]] == 0).toArray();
    if (positions.length == points.rows()) {
      return new Found(x, open, share, steps);
    }
    int[] rows = IntStream.of(positions).map(i -> open[i]).toArray();
    return new Found(Layout.withRows(points, rows, Layout.rows(x, positions)), open, share, steps);
  }

  /** Works on with some of the open rows, given by their positions in {@link #open}. */
  public Found stay(int[] positions) {
    return new Found(points, IntStream.of(positions).map(i -> open[i]).toArray(), share, steps);
  }

  /** What is proposed in the end. */
  public Candidates candidates() {
    return new Candidates(points, steps);
  }

  @Override
  public void forEachTensor(Consumer<Tensor> action) {
    action.accept(points);
  }
}
