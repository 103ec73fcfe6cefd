package dev.redoubt.purify.trial;

import dev.redoubt.data.Batch;
import dev.redoubt.model.LabelModel;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Scope;
import java.util.Arrays;
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

  /** How many votes are right on each row, asked row by row. */
  int[] right(Batch candidates) {
    return IntStream.range(0, candidates.size()).map(row -> rightOf(candidates, row)).toArray();
  }

  private int rightOf(Batch candidates, int row) {
    Batch one = Scope.tensors(() -> candidates.rows(row));
    int label = one.labels().ints()[0];
    if (!deployed.declares().random()) {
      return count(one, label, 0, 1) * votes;
    }
    int together = Math.max(1, Math.min(votes, ROWS / deployed.passes()));
    int right = 0;
    for (int from = 0; from < votes; from += together) {
      right += count(one, label, from, Math.min(votes, from + together));
    }
    return right;
  }

  /** Votes for the label among those from one number to another. */
  private int count(Batch one, int label, int from, int to) {
    return Scope.value(
        () -> {
          int[] numbers = IntStream.range(from, to).toArray();
          int[] named =
              deployed
                  .predict(
                      Layout.copies(one.inputs(), numbers.length),
                      one.draws(seed, "purify/vote").numbered(new int[numbers.length], numbers))
                  .ints();
          return (int) Arrays.stream(named).filter(name -> name == label).count();
        });
  }
}
