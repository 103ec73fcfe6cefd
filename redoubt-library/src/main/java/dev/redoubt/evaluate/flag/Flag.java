package dev.redoubt.evaluate.flag;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A sign that robust accuracy may be overrated, or was measured in another way than the name of the
 * attack promises.
 *
 * @param kind what was seen
 * @param finding what was seen, with its numbers: a sentence
 * @param advice what to do: a sentence
 */
public record Flag(Kind kind, String finding, String advice) {
  /** What can be seen. */
  public enum Kind {
    /** The same input gives other outputs. */
    @JsonProperty("randomized")
    RANDOMIZED,
    /** The outputs are probabilities, not logits. */
    @JsonProperty("softmax-outputs")
    SOFTMAX_OUTPUTS,
    /** The gradient of a loss is zero, so that attacks which follow it stand still. */
    @JsonProperty("zero-gradients")
    ZERO_GRADIENTS,
    /** An attack without gradients broke what attacks with gradients could not. */
    @JsonProperty("square-gains")
    SQUARE_GAINS,
    /** The model has too few classes for a loss, and another took its place. */
    @JsonProperty("few-classes")
    FEW_CLASSES,
    /** Votes of a random model that another vote could turn. */
    @JsonProperty("close-votes")
    CLOSE_VOTES
  }
}
