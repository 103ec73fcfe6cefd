package dev.redoubt.evaluate;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What became of a sample. */
public enum Status {
  /** Wrong without any attack; counts as not robust. */
  @JsonProperty("misclassified")
  MISCLASSIFIED,
  /** Right when clean, and an attack found a witness that is re-checked. */
  @JsonProperty("broken")
  BROKEN,
  /** Right when clean, and no attack broke it. */
  @JsonProperty("survived")
  SURVIVED
}
