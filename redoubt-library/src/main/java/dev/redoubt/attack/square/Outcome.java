package dev.redoubt.attack.square;

import dev.redoubt.attack.Candidates;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.Arrays;
import java.util.stream.IntStream;

/** What all restarts have found: for each sample its point of lowest margin. */
final class Outcome {
  private final float[] points;
  private final double[] margins;
  private final int[] hits;
  private final int[] asked;
  private final boolean[] broken;

  /** The clean points. */
  Outcome(float[] clean, int rows) {
    points = clean.clone();
    margins = new double[rows];
    Arrays.fill(margins, Double.POSITIVE_INFINITY);
    hits = new int[rows];
    asked = new int[rows];
    broken = new boolean[rows];
  }

  /** The samples that are not surely broken. */
  int[] open() {
    return IntStream.range(0, broken.length).filter(row -> !broken[row]).toArray();
  }

  /**
   * Takes in how a restart has ended for a row.
   *
   * @param before queries of the restarts before
   * @param queries those of this restart
   * @param sure whether the row is surely broken
   */
  void ended(Row row, int before, int queries, boolean sure) {
    int number = row.number();
    broken[number] = sure;
    asked[number] = before + queries;
    if (row.margin() < margins[number]) {
      margins[number] = row.margin();
      hits[number] = row.hit() > 0 ? before + row.hit() : 0;
      System.arraycopy(row.best(), 0, points, number * row.best().length, row.best().length);
    }
  }

  /** What is proposed. */
  Candidates candidates(Tensor like) {
    int[] steps = new int[hits.length];
    Arrays.setAll(steps, row -> hits[row] > 0 ? hits[row] : asked[row]);
    return new Candidates(Tensors.of(points, like.shape()).like(like), steps);
  }
}
