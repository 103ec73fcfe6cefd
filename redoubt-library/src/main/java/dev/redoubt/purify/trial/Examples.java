package dev.redoubt.purify.trial;

import dev.redoubt.data.Batch;
import dev.redoubt.data.Dataset;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Picks samples to be looked at. Candidates are not kept, so the attack runs on these few again; it
 * finds the same, up to rounding.
 */
record Examples(Outcome clean, Outcome adaptive, Dataset dataset, PurificationPlan plan) {
  /**
   * Up to {@code most} samples that the adaptive attacker has turned, or if there are none such as
   * he has not; of each class one, as far as that goes.
   */
  List<Example> pick(int most, Device device) {
    List<Integer> turned = chosen(false);
    boolean broken = !turned.isEmpty();
    List<Integer> chosen = broken ? turned : chosen(true);
    int[] indices = chosen.stream().limit(most).mapToInt(Integer::intValue).toArray();
    return indices.length == 0 ? List.of() : Scope.value(() -> examples(indices, broken, device));
  }

  /** Of those that are right as they are, those that hold or do not; the first of each class. */
  private List<Integer> chosen(boolean holds) {
    List<Integer> firsts = new ArrayList<>();
    List<Integer> others = new ArrayList<>();
    Set<Integer> labels = new HashSet<>();
    for (int i = 0; i < dataset.size(); i++) {
      if (clean.submissions().get(i).holds() && adaptive.submissions().get(i).holds() == holds) {
        (labels.add(dataset.label(i)) ? firsts : others).add(i);
      }
    }
    firsts.addAll(others);
    return firsts;
  }

  private List<Example> examples(int[] indices, boolean broken, Device device) {
    Turn turn = new Turn(adaptive.attacker(), plan);
    Batch batch = Batch.read(dataset, indices, device);
    int[] before = winners(batch, turn.polls().of(batch));
    if (!broken) {
      return IntStream.range(0, indices.length)
          .mapToObj(i -> new Example(indices[i], before[i], before[i], Optional.empty()))
          .toList();
    }
    Tensor points = turn.submitted(batch);
    int[] after = winners(batch, turn.polls().of(new Batch(batch.ids(), points, batch.labels())));
    return IntStream.range(0, indices.length)
        .mapToObj(
            i ->
                new Example(
                    indices[i], before[i], after[i], Optional.of(Layout.row(points, i).floats())))
        .toList();
  }

  private static int[] winners(Batch batch, int[][] votes) {
    int[] labels = batch.labels().ints();
    return IntStream.range(0, votes.length).map(row -> winner(votes[row], labels[row])).toArray();
  }

  /** The label, unless most votes are wrong: then what most of these name. */
  private static int winner(int[] votes, int label) {
    if (votes[label] * 2 >= IntStream.of(votes).sum()) {
      return label;
    }
    return IntStream.range(0, votes.length)
        .filter(name -> name != label)
        .reduce((best, name) -> votes[name] > votes[best] ? name : best)
        .orElse(label);
  }
}
