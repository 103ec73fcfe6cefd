package dev.redoubt.evaluate;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What an attacker knows of the defence. */
public enum Knowledge {
  /** That there is a model to be asked; attacks that need no more than labels. */
  @JsonProperty("access")
  ACCESS,
  /** The classifier, but not that there is anything around it. */
  @JsonProperty("oblivious")
  OBLIVIOUS,
  /** Everything. Without a defence this is what there is to know of the model. */
  @JsonProperty("adaptive")
  ADAPTIVE
}
