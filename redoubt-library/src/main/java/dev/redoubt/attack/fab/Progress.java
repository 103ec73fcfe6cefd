package dev.redoubt.attack.fab;

import dev.redoubt.attack.Found;
import dev.redoubt.attack.Hits;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.TensorGroup;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * What the search has come to.
 *
 * @param found the points that count, and the rows that are open
 * @param nearest the distance of the nearest misclassified point of each row of the batch, whether
 *     it counts or not; the search's reach where there is none
 * @param stayed after a look, the positions among the rows open before of those still open
 */
@SuppressWarnings("ArrayRecordComponent") // one entry a row, never compared
record Progress(Found found, double[] nearest, int[] stayed) implements TensorGroup {
  static Progress nothing(Tensor clean, double reach) {
    Found found = Found.nothing(clean);
    double[] nearest = new double[clean.rows()];
    Arrays.fill(nearest, reach);
    return new Progress(found, nearest, found.open());
  }

  boolean finished() {
    return found.finished();
  }

  /**
   * Takes in a look at points of the open rows.
   *
   * @param x one point an open row
   * @param distances how far they are from the clean ones; of no matter where nothing was hit
   * @param step how many steps the search has taken
   */
  Progress looking(Hits hits, Success success, Tensor x, double[] distances, int step) {
    int[] open = found.open();
    double[] before = IntStream.of(open).mapToDouble(row -> nearest[row]).toArray();
    Hits counted = success.among(hits, distances, before);
    double[] after = nearest.clone();
    for (int i = 0; i < open.length; i++) {
      if (hits.met(i)) {
        after[open[i]] = Math.min(before[i], distances[i]);
      }
    }
    int[] stay = counted.unsure();
    return new Progress(found.looking(counted, x, step).stay(stay), after, stay);
  }

  @Override
  public void forEachTensor(Consumer<Tensor> action) {
    found.forEachTensor(action);
  }
}
