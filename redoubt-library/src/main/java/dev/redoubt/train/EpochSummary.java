package dev.redoubt.train;

import java.util.Optional;

/**
 * What one pass over the data came to for a classifier. Accuracies are shares of the held-out
 * slice, of the weights that would be delivered; NaN where there is none, or nothing of the kind to
 * measure.
 *
 * @param epoch 1, 2, … (of free training: its pass over the data)
 * @param loss mean of the objective over the updates
 * @param cleanAccuracy without perturbation
 * @param robustAccuracy under PGD at the full budget, under every threat at once; NaN for base
 *     classifiers of smoothing, which are not deployed alone
 * @param noisyAccuracy under one draw of the noise, or other random change, that the objective
 *     trains for
 * @param signs how single-step and multi-step attacks compare
 * @param collapsed whether the signs say catastrophic overfitting
 * @param epsilonFactor the share of the budget that the last update trained at
 * @param learningRate at the end of the epoch
 * @param objective the name of the objective, which a rollback changes for a while
 * @param seconds wall-clock time of the epoch, held-out evaluation included
 */
public record EpochSummary(
    int epoch,
    double loss,
    double cleanAccuracy,
    double robustAccuracy,
    double noisyAccuracy,
    CollapseAlarm.Signs signs,
    boolean collapsed,
    double epsilonFactor,
    double learningRate,
    String objective,
    double seconds)
    implements Epoch {
  /** What decides which epoch is best: robust accuracy, else that under noise, else clean. */
  @Override
  public double score() {
    if (!Double.isNaN(robustAccuracy)) {
      return robustAccuracy;
    }
    return Double.isNaN(noisyAccuracy) ? cleanAccuracy : noisyAccuracy;
  }

  @Override
  public Optional<String> alarm() {
    return collapsed ? Optional.of(CollapseAlarm.sentence(this)) : Optional.empty();
  }

  /** The same without the time that it took, which no two runs share. */
  public EpochSummary timeless() {
    return new EpochSummary(
        epoch,
        loss,
        cleanAccuracy,
        robustAccuracy,
        noisyAccuracy,
        signs,
        collapsed,
        epsilonFactor,
        learningRate,
        objective,
        0);
  }
}
