package dev.redoubt.detect.score;

import dev.redoubt.BadInputException;
import dev.redoubt.detect.State;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.Arrays;
import java.util.Locale;

/**
 * One score from those of several layers: {@code bias + Σ_l weight_l (score_l - centre_l)}.
 *
 * @param origin where the weights come from
 * @param centres {@code [layers]}
 * @param weights {@code [layers]}
 * @param bias finite
 */
public record Combination(Origin origin, Tensor centres, Tensor weights, double bias) {
  /** Where weights come from. */
  public enum Origin {
    /** A logistic regression of adversarial against clean and noisy samples. */
    LOGISTIC,
    /** The mean of the layers' scores, standardised on clean samples. */
    MEAN;

    private String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Checks the shapes. */
  public Combination {
    if (centres.rank() != 1 || !Arrays.equals(centres.shape(), weights.shape())) {
      throw new BadInputException(
          "its weights of layers have the shapes %s and %s, expected two vectors of one length"
              .formatted(Arrays.toString(centres.shape()), Arrays.toString(weights.shape())));
    }
    if (!Double.isFinite(bias)) {
      throw new BadInputException("its combination of layers has the bias " + bias);
    }
  }

  /** From what {@link #into} has put into a state. */
  static Combination of(State state, int layers) {
    Tensor weights = state.tensor("combination.weights");
    if (weights.count() != layers) {
      throw new BadInputException(
          "it has %d weights for %d layers".formatted(weights.count(), layers));
    }
    return new Combination(
        origin(state.text("combination")),
        state.tensor("combination.centres"),
        weights,
        state.number("combination.bias"));
  }

  private static Origin origin(String name) {
    return Arrays.stream(Origin.values())
        .filter(origin -> origin.word().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new BadInputException("its combination of layers '%s' is unknown".formatted(name)));
  }

  /** The state with what {@link #of(State, int)} wants. */
  State into(State state) {
    return state
        .with("combination", word())
        .with("combination.bias", bias)
        .with("combination.centres", centres)
        .with("combination.weights", weights);
  }

  /** The name of its origin in files and reports. */
  String word() {
    return origin.word();
  }

  /**
   * The score. A layer that is beyond all bounds makes all of it so, whatever its weight.
   *
   * @param scores {@code [n, layers]}
   * @return {@code [n]}
   */
  Tensor of(Tensor scores) {
    Tensor centred = scores.minus(centres.like(scores));
    Tensor overflown = Elementwise.greater(Elementwise.abs(scores), 0.99 * Finite.MOST);
    Tensor largest = Reductions.max(overflown.to(scores.dtype()), 1);
    Tensor sum = Reductions.sum(centred.times(weights.like(scores)), 1).plus(bias);
    Tensor most = Tensors.full(Finite.MOST, sum.dtype(), 1).to(sum.device());
    return Elementwise.where(Elementwise.greater(largest, 0.5), most, Finite.of(sum));
  }
}
