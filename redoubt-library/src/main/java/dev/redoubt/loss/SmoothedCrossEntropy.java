package dev.redoubt.loss;

import dev.redoubt.BadInputException;
import dev.redoubt.tensor.Activation;
import dev.redoubt.tensor.Neural;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Tensor;

/**
 * Cross-entropy with smoothed labels (Szegedy et al. 2016, section 7): {@code -(1-α) log p_y - α/K
 * Σ_k log p_k} over K classes.
 *
 * @param smoothing α in [0, 1)
 */
public record SmoothedCrossEntropy(double smoothing) implements Loss {
  /** Checks α. */
  public SmoothedCrossEntropy {
    if (!(smoothing >= 0 && smoothing < 1)) {
      throw new BadInputException("label smoothing must lie in [0, 1), not " + smoothing);
    }
  }

  @Override
  public String name() {
    return "smoothed-ce";
  }

  @Override
  public Tensor perSample(Tensor logits, Tensor labels) {
    Tensor hard = Neural.crossEntropy(logits, labels);
    if (smoothing == 0) {
      return hard;
    }
    Tensor spread = Reductions.sum(Activation.logSoftmax(logits, 1), 1);
    return hard.times(1 - smoothing).minus(spread.times(smoothing / logits.size(1)));
  }
}
