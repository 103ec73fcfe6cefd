package dev.redoubt.threat;

import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;

/** What counts as success for the attacker. */
public sealed interface Goal {
  /** Any wrong prediction. */
  static Goal untargeted() {
    return new Untargeted();
  }

  /** Whether {@code prediction} is a success on a sample whose true label is {@code label}. */
  boolean met(int row, int label, int prediction);

  /**
   * The labels that the loss is taken at: the true ones (the loss is to rise) or the targets (it is
   * to fall).
   *
   * @param labels true labels, int64 {@code [n]}
   */
  Tensor lossLabels(Tensor labels);

  /** +1 if the attacker climbs the loss at {@link #lossLabels}, -1 if it descends. */
  int direction();

  /** The goal for some rows of the batch. */
  Goal rows(int... rows);

  /**
   * Which rows of a batch have met the goal.
   *
   * @param predictions int64 {@code [n]}
   * @param labels true labels, int64 {@code [n]}
   */
  default boolean[] met(Tensor predictions, Tensor labels) {
    int[] predicted = predictions.ints();
    int[] truth = labels.ints();
    boolean[] met = new boolean[truth.length];
    for (int row = 0; row < met.length; row++) {
      met[row] = met(row, truth[row], predicted[row]);
    }
    return met;
  }

  /**
   * Which rows of a batch have met the goal by their logits. A row whose logits are not all finite
   * predicts nothing, and has not.
   *
   * @param logits {@code [n, classes]}
   */
  default boolean[] metBy(Tensor logits, Tensor labels) {
    boolean[] met = met(Reductions.argmax(logits, 1), labels);
    if (!Double.isFinite(Reductions.sum(logits).item())) {
      double[] values = logits.doubles();
      int classes = values.length / Math.max(1, met.length);
      for (int i = 0; i < values.length; i++) {
        met[i / classes] &= Double.isFinite(values[i]);
      }
    }
    return met;
  }

  /** A prediction other than the true label. */
  record Untargeted() implements Goal {
    @Override
    public boolean met(int row, int label, int prediction) {
      return prediction != label;
    }

    @Override
    public Tensor lossLabels(Tensor labels) {
      return labels;
    }

    @Override
    public int direction() {
      return 1;
    }

    @Override
    public Goal rows(int... rows) {
      return this;
    }
  }

  /**
   * A given class for each row.
   *
   * @param targets the class that the attacker wants, one a row; where it is the true label, no
   *     prediction is a success
   */
  @SuppressWarnings("ArrayRecordComponent") // one target a row, never compared
  record Targeted(int[] targets) implements Goal {
    @Override
    public boolean met(int row, int label, int prediction) {
      return prediction == targets[row] && prediction != label;
    }

    @Override
    public Tensor lossLabels(Tensor labels) {
      return Tensors.ofInts(targets).to(labels.device());
    }

    @Override
    public int direction() {
      return -1;
    }

    @Override
    public Goal rows(int... rows) {
      return new Targeted(Layout.rows(Tensors.ofInts(targets), rows).ints());
    }
  }
}
