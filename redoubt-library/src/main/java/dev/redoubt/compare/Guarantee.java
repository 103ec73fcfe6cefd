package dev.redoubt.compare;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What stands behind a robust accuracy. */
public enum Guarantee {
  /** A proof, for the certified share of the samples. */
  @JsonProperty("proven")
  PROVEN("proven"),
  /** That attacks which know all of the defence have not found more. */
  @JsonProperty("empirical")
  EMPIRICAL("empirical"),
  /** Nothing: no defence, or one that only looks for signs of attacks. */
  @JsonProperty("none")
  NONE("none");

  private final String words;

  Guarantee(String words) {
    this.words = words;
  }

  /** As tables show it. */
  public String words() {
    return words;
  }
}
