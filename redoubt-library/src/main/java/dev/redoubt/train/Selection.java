package dev.redoubt.train;

import dev.redoubt.BadInputException;

/**
 * Which epoch's weights are delivered. Adversarial training overfits: robust accuracy on unseen
 * samples falls again while the loss still drops (Rice et al. 2020).
 *
 * @param best true for the epoch of the best held-out accuracy (robust where there is a threat,
 *     under noise for smoothing, else clean); false for the last epoch
 * @param patience stop after so many epochs without a better one; 0 to go on to the end
 */
public record Selection(boolean best, int patience) {
  /** The last epoch, always. */
  public static final Selection LAST = new Selection(false, 0);

  /** The best epoch of all. */
  public static final Selection BEST = new Selection(true, 0);

  /** Checks the patience. */
  public Selection {
    if (patience < 0 || (patience > 0 && !best)) {
      throw new BadInputException(
          "patience must not be negative, and goes with keeping the best epoch");
    }
  }
}
