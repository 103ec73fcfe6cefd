package dev.redoubt.attack;

import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.TensorGroup;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * What a search for the nearest adversarial points has found so far. A point that meets the goal
 * clearly counts more than a nearer one that does so by a hair, which another batch shape may turn;
 * among equals the nearest counts.
 *
 * @param points the best point of each row of the batch; the clean one where there is none
 * @param open the rows that are still searched, in the order of the search's tensors
 * @param distance of each row's point from the clean one; infinite where there is none
 * @param clear whether each row's point meets the goal by more than {@link Hits#CLEAR_MARGIN}
 * @param steps taken on each row until its point was found, or in all
 * @param enough distance at which a row is let go
 */
@SuppressWarnings("ArrayRecordComponent") // one entry a row, never compared
public record Nearest(
    Tensor points, int[] open, double[] distance, boolean[] clear, int[] steps, double enough)
    implements TensorGroup {
  /** Nothing yet: every row is open and has its clean point. */
  public static Nearest nothing(Tensor clean, double enough) {
    int n = clean.rows();
    double[] distance = new double[n];
    Arrays.fill(distance, Double.POSITIVE_INFINITY);
    return new Nearest(
        clean, IntStream.range(0, n).toArray(), distance, new boolean[n], new int[n], enough);
  }

  /** Whether no row is left to search. */
  public boolean finished() {
    return open.length == 0;
  }

  /** The distance of the best point of each open row; infinite where there is none. */
  public double[] openDistances() {
    return IntStream.of(open).mapToDouble(row -> distance[row]).toArray();
  }

  /**
   * Takes in a look at points of the open rows.
   *
   * @param x one point an open row
   * @param distances of these points from the clean ones, in the norm of the search
   * @param taken steps that the search has taken on these rows
   */
  public Nearest looking(Hits hits, Tensor x, double[] distances, int taken) {
    int[] same = new int[open.length];
    Arrays.fill(same, taken);
    return looking(hits, x, distances, same);
  }

  /** As above, where rows have taken different numbers of steps, one entry an open row. */
  public Nearest looking(Hits hits, Tensor x, double[] distances, int[] taken) {
    double[] nearest = distance.clone();
    boolean[] clearly = clear.clone();
    int[] counts = steps.clone();
    int[] better =
        IntStream.range(0, open.length)
            .filter(i -> hits.met(i) && better(open[i], hits.sure()[i], distances[i]))
            .toArray();
    for (int i = 0; i < open.length; i++) {
      counts[open[i]] = Double.isInfinite(distance[open[i]]) ? taken[i] : counts[open[i]];
    }
    if (better.length == 0) {
      return new Nearest(points, open, nearest, clearly, counts, enough);
    }
    int[] rows = new int[better.length];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = open[better[i]];
      nearest[rows[i]] = distances[better[i]];
      clearly[rows[i]] = hits.sure()[better[i]];
      counts[rows[i]] = taken[better[i]];
    }
    Tensor kept = Layout.withRows(points, rows, Layout.rows(x, better));
    return new Nearest(kept, open, nearest, clearly, counts, enough);
  }

  private boolean better(int row, boolean sure, double far) {
    return sure == clear[row] ? far < distance[row] : sure;
  }

  /** The positions in {@link #open} of the rows that have no point near enough yet. */
  public int[] unfinished() {
    return IntStream.range(0, open.length)
        .filter(i -> !(clear[open[i]] && distance[open[i]] <= enough))
        .toArray();
  }

  /** Searches on with some of the open rows, given by their positions in {@link #open}. */
  public Nearest stay(int[] positions) {
    int[] rows = IntStream.of(positions).map(i -> open[i]).toArray();
    return new Nearest(points, rows, distance, clear, steps, enough);
  }

  /** Searches on with the given rows of the batch, in this order. */
  public Nearest over(int... rows) {
    return new Nearest(points, rows.clone(), distance, clear, steps, enough);
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
