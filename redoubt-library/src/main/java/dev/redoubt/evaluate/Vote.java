package dev.redoubt.evaluate;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * How often a random model was wrong on one input. An input counts as broken if more than half of
 * the draws are.
 *
 * @param wrong draws in which the prediction was not the label
 * @param draws all draws
 * @param low lower end of the 95 % interval of the share of wrong draws
 * @param high its upper end
 */
public record Vote(int wrong, int draws, double low, double high) {
  /** The vote with its interval (Wilson 1927). */
  static Vote of(int wrong, int draws) {
    WilsonInterval interval = WilsonInterval.of((double) wrong / draws, draws);
    return new Vote(wrong, draws, interval.low(), interval.high());
  }

  /** Whether the interval lies on one side of one half, so that another vote would say the same. */
  @JsonIgnore
  public boolean isClear() {
    return low > .5 || high < .5;
  }
}
