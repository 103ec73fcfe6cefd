package dev.redoubt.train;

/** What is done about catastrophic overfitting; see {@link CollapseAlarm}. */
public enum OnCollapse {
  /** It is said, and training goes on. */
  WARN,
  /** Training ends; the weights from before are delivered. */
  STOP,
  /**
   * Training goes back to the last good epoch, and takes the objective's {@linkplain
   * Objective#stronger() stronger} form for a while (as Li et al. 2020 do).
   */
  ROLLBACK
}
