package dev.redoubt.audit;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What an audit says of a claim, and the exit code that tells a build of it. */
public enum Verdict {
  /** Re-checked witnesses bring the 99 % upper bound of robust accuracy under the claim. */
  @JsonProperty("refuted")
  REFUTED("refuted", 1),
  /** Signs that attacks fail for want of gradients, not for want of adversarial examples. */
  @JsonProperty("masking-suspected")
  MASKING_SUSPECTED("masking suspected", 1),
  /** A proven lower bound reaches the claim. */
  @JsonProperty("certified")
  CERTIFIED("certified", 0),
  /** What was measured supports the claim, and the attacks have shown that they can find things. */
  @JsonProperty("credible")
  CREDIBLE("credible", 0),
  /** Neither: the list of what was not run says why. */
  @JsonProperty("inconclusive")
  INCONCLUSIVE("inconclusive", 3);

  private final String words;
  private final int exitCode;

  Verdict(String words, int exitCode) {
    this.words = words;
    this.exitCode = exitCode;
  }

  /** As it stands in sentences. */
  public String words() {
    return words;
  }

  /** 0 if the claim may be relied on, 1 if not, 3 if nobody can tell. */
  public int exitCode() {
    return exitCode;
  }
}
