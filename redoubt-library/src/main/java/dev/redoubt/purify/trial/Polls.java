package dev.redoubt.purify.trial;

import dev.redoubt.data.Batch;
import dev.redoubt.model.LabelModel;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Scope;
import java.util.stream.IntStream;

/**
 * Asks a deployed defence for its votes. Vote j on a sample is keyed by (seed, sample, j): it does
 * not depend on the batch, is independent of all draws of attacks, and has the same draws for every
 * attacker, so that what differs between attackers is not the luck of the draw.
 *
 * @param deployed who votes; asked once, where nothing is random
 * @param votes on each candidate
 */
record Polls(LabelModel deployed, int votes, long seed) {
  /** Passes of the classifier in memory at a time. */
  private static final int ROWS = 512;

  /** The votes for each class on each row, asked row by row; {@code [n][classes]}. */
  int[][] of(Batch candidates) {
    return IntStream.range(0, candidates.size())
        .mapToObj(row -> Scope.value(() -> of(candidates, row)))
        .toArray(int[][]::new);
  }

  private int[] of(Batch candidates, int row) {
    Batch one = candidates.rows(row);
    int[] counts = new int[deployed.classes()];
    if (!deployed.declares().random()) {
      count(one, 0, 1, votes, counts);
      return counts;
    }
    int together = Math.max(1, Math.min(votes, ROWS / deployed.passes()));
    for (int from = 0; from < votes; from += together) {
      count(one, from, Math.min(votes, from + together), 1, counts);
    }
    return counts;
  }

  /**
   * Counts the votes from one number to another.
   *
   * @param weight of each
   */
  private void count(Batch one, int from, int to, int weight, int[] counts) {
    int[] numbers = IntStream.range(from, to).toArray();
    int[] named =
        Scope.value(
            () ->
                deployed
                    .predict(
                        Layout.copies(one.inputs(), numbers.length),
                        one.draws(seed, "purify/vote").numbered(new int[numbers.length], numbers))
                    .ints());
    for (int name : named) {
      counts[name] += weight;
    }
  }
}
