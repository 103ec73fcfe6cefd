package dev.redoubt.train;

/**
 * What one epoch came to.
 *
 * @param epoch 1, 2, …
 * @param loss mean of the objective over the epoch's batches
 * @param cleanAccuracy on the held-out slice after the epoch; NaN without one
 * @param robustAccuracy the same under PGD at the full budget; NaN if the objective knows no threat
 * @param learningRate at the end of the epoch
 * @param seconds wall-clock time of the epoch, held-out evaluation included
 */
public record EpochSummary(
    int epoch,
    double loss,
    double cleanAccuracy,
    double robustAccuracy,
    double learningRate,
    double seconds) {}
