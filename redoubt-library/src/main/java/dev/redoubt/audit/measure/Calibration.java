package dev.redoubt.audit.measure;

import java.util.List;

/**
 * How confident the model is, and how often right, on clean samples and under attack (the witness
 * where there is one, else the point at which the attack ended).
 *
 * @param clean without an attack
 * @param attacked under attack
 */
public record Calibration(Side clean, Side attacked) {
  /**
   * One side.
   *
   * @param bins equal parts of the confidences from 0 to 1
   * @param expectedError expected calibration error (Naeini et al. 2015): the mean of |accuracy -
   *     confidence| over bins, weighted by their samples; in [0, 1]
   * @param confidence mean confidence of the predicted class
   * @param accuracy share of right predictions
   */
  public record Side(List<Bin> bins, double expectedError, double confidence, double accuracy) {
    /** Copies. */
    public Side {
      bins = List.copyOf(bins);
    }
  }

  /**
   * The samples of similar confidence.
   *
   * @param samples how many
   * @param confidence their mean; NaN if there are none
   * @param accuracy share of them that is right; NaN if there are none
   */
  public record Bin(int samples, double confidence, double accuracy) {}
}
