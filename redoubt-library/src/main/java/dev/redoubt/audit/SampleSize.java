package dev.redoubt.audit;

/** How many samples a claim can be tested with. */
public final class SampleSize {
  private SampleSize() {}

  /**
   * The fewest samples on which the claim could be refuted if none of them were robust, and
   * credible if all of them were.
   */
  public static int needed(double claim) {
    double support = claim - Rules.SLACK;
    int credible =
        support <= 0 ? 1 : (int) Math.ceil(Math.log(Rules.SUPPORT_MISSED) / Math.log(support));
    int refuted =
        claim <= 0 || claim >= 1
            ? 1
            : (int) (Math.floor(Math.log(Refutation.MISSED) / Math.log1p(-claim)) + 1);
    return Math.max(credible, refuted);
  }
}
