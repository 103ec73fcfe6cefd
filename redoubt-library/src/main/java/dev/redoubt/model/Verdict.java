package dev.redoubt.model;

import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.TensorGroup;
import java.util.List;
import java.util.function.Consumer;

/**
 * What an attacker sees of a classifier that may reject, part by part.
 *
 * @param logits of the classifier alone, {@code [n, classes]}
 * @param excess by how much the most suspicious score exceeds its threshold, in units of the
 *     logits, {@code [n]}; rows where it is positive are rejected
 * @param representation what the detectors look at, each {@code [n, d]}: the layers that they read,
 *     or else the logits
 * @param joint class and rejection as one set of logits {@code [n, classes]}: they name another
 *     class than the true one exactly where the attack has come through
 */
public record Verdict(Tensor logits, Tensor excess, List<Tensor> representation, Tensor joint)
    implements TensorGroup {
  /** Copies. */
  public Verdict {
    representation = List.copyOf(representation);
  }

  @Override
  public void forEachTensor(Consumer<Tensor> action) {
    action.accept(logits);
    action.accept(excess);
    representation.stream().filter(part -> part != logits).forEach(action);
    if (joint != logits) {
      action.accept(joint);
    }
  }
}
