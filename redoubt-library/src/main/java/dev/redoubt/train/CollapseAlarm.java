package dev.redoubt.train;

import java.util.Locale;

/**
 * Catastrophic overfitting (Wong et al. 2020, section 5): the network has learned to fool the
 * single-step attack that it is trained with, and falls to any other. Its sign is that FGSM hardly
 * hurts while PGD of the same budget breaks nearly everything.
 */
public final class CollapseAlarm {
  private static final double GAP = 0.2;

  private CollapseAlarm() {}

  /**
   * What is measured on the held-out slice at the budget that is trained at; NaN without a threat
   * or slice.
   *
   * @param fgsmAccuracy under one full step
   * @param pgdAccuracy under ten steps
   * @param gradientCosine mean cosine of the loss gradients at a sample and at a random point of
   *     its ball: near 1 where the loss is as linear as single-step attacks need (Andriushchenko
   *     and Flammarion 2020, section 4)
   */
  public record Signs(double fgsmAccuracy, double pgdAccuracy, double gradientCosine) {
    /** Nothing was measured. */
    public static final Signs NONE = new Signs(Double.NaN, Double.NaN, Double.NaN);
  }

  /**
   * Whether the alarm rings: PGD leaves at most half of what FGSM leaves, the gap is at least 20
   * points, and FGSM leaves at least half of the clean accuracy. The last keeps it silent for
   * networks that are not hardened yet, which fall to both.
   */
  static boolean rings(double cleanAccuracy, Signs signs) {
    return signs.fgsmAccuracy() - signs.pgdAccuracy() >= GAP
        && signs.pgdAccuracy() <= signs.fgsmAccuracy() / 2
        && signs.fgsmAccuracy() >= cleanAccuracy / 2;
  }

  /** What happened, in a sentence for people. */
  public static String sentence(EpochSummary epoch) {
    return String.format(
        Locale.ROOT,
        "Catastrophic overfitting in epoch %d: FGSM leaves %.1f%% right, PGD of the same budget"
            + " %.1f%% (gradient cosine %.2f); the network fools the one-step attack and is not"
            + " robust.",
        epoch.epoch(),
        100 * epoch.signs().fgsmAccuracy(),
        100 * epoch.signs().pgdAccuracy(),
        epoch.signs().gradientCosine());
  }
}
