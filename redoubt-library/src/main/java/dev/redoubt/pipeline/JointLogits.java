package dev.redoubt.pipeline;

import dev.redoubt.data.Batch;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.HashMap;
import java.util.Map;

/**
 * Class and rejection as one set of logits, so that every attack is a joint one. Rejection is one
 * more class, whose logit is the largest one plus the excess of the score (after Carlini and Wagner
 * 2017, section 4.1 of "Adversarial examples are not easily detected"): it wins if and only if the
 * row is rejected. To an attacker who wants another class, being rejected is as bad as the true
 * class; so the larger of the two takes the true class's place, and the logits name another class
 * exactly where the attack has come through.
 */
final class JointLogits {
  /** More than rounding can take away from a sum, as a share of it. */
  private static final double ROUNDING = 1e-6;

  private final Map<Long, Integer> labels = new HashMap<>();

  /** For the samples of a batch, whose labels the attacker knows. */
  JointLogits(Batch batch) {
    int[] classes = batch.labels().ints();
    for (int row = 0; row < classes.length; row++) {
      labels.put(batch.ids()[row], classes[row]);
    }
  }

  /**
   * The logits {@code [n, classes]}.
   *
   * @param draws of these n rows, which name the samples
   */
  Tensor of(Scored scored, Draws draws) {
    Tensor logits = scored.logits();
    if (scored.excess().isEmpty()) {
      return logits;
    }
    int n = logits.rows();
    float[] mask = new float[n * (int) logits.size(1)];
    for (int row = 0; row < n; row++) {
      Integer label = labels.get(draws.sampleId(row));
      if (label == null) {
        throw new IllegalStateException("no sample with the id " + draws.sampleId(row));
      }
      mask[row * (int) logits.size(1) + label] = 1;
    }
    Tensor isLabel = Tensors.of(mask, logits.shape()).like(logits);
    Tensor rejected = rejected(Reductions.max(logits, 1), scored.excess().get().like(logits));
    Tensor raised = Elementwise.maximum(logits, Layout.unsqueeze(rejected, 1));
    return Elementwise.where(Elementwise.greater(isLabel, 0.5), raised, logits);
  }

  /**
   * The logit of rejection: above the largest one if and only if the excess is positive, also where
   * the sum of the two would be rounded to the larger.
   */
  private static Tensor rejected(Tensor largest, Tensor excess) {
    Tensor hair = Elementwise.atLeast(Elementwise.abs(largest.detached()), 1).times(ROUNDING);
    Tensor side = Elementwise.where(Elementwise.greater(excess, 0), hair, hair.negated());
    return largest.plus(excess).plus(side);
  }
}
