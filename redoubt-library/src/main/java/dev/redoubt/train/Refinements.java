package dev.redoubt.train;

import dev.redoubt.BadInputException;
import dev.redoubt.nn.Mode;
import java.util.Optional;

/**
 * What makes recipes work in practice, around any objective.
 *
 * @param labelSmoothing the share of each label that goes to all classes alike, in [0, 1)
 * @param attackMode how the network runs during the inner attack: as deployed, or with batch
 *     statistics (the running ones don't move in either)
 * @param weightPerturbation adversarial weight perturbation, if any
 * @param averaging which average of the weights is evaluated and delivered
 * @param selection which epoch's weights are delivered
 * @param onCollapse what to do about catastrophic overfitting
 * @param extraShare the share of each batch that comes from the extra data, in [0, 1); 0 without
 */
public record Refinements(
    double labelSmoothing,
    Mode attackMode,
    Optional<WeightPerturbation> weightPerturbation,
    Averaging averaging,
    Selection selection,
    OnCollapse onCollapse,
    double extraShare) {
  /** None of it: the weights after the last epoch, whatever happened. */
  public static final Refinements NONE =
      new Refinements(
          0, Mode.EVAL, Optional.empty(), new Averaging.None(), Selection.LAST, OnCollapse.WARN, 0);

  /** Checks the shares. */
  public Refinements {
    if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
      throw new BadInputException("label smoothing must lie in [0, 1), not " + labelSmoothing);
    }
    if (!(extraShare >= 0 && extraShare < 1)) {
      throw new BadInputException(
          "the share of extra data in a batch must lie in [0, 1), not " + extraShare);
    }
  }

  /** The same with another label smoothing. */
  public Refinements withLabelSmoothing(double share) {
    return new Refinements(
        share, attackMode, weightPerturbation, averaging, selection, onCollapse, extraShare);
  }

  /** The same with another mode of the network during the inner attack. */
  public Refinements withAttackMode(Mode mode) {
    return new Refinements(
        labelSmoothing, mode, weightPerturbation, averaging, selection, onCollapse, extraShare);
  }

  /** The same with adversarial weight perturbation. */
  public Refinements with(WeightPerturbation perturbation) {
    return new Refinements(
        labelSmoothing,
        attackMode,
        Optional.of(perturbation),
        averaging,
        selection,
        onCollapse,
        extraShare);
  }

  /** The same with another average of the weights. */
  public Refinements with(Averaging other) {
    return new Refinements(
        labelSmoothing, attackMode, weightPerturbation, other, selection, onCollapse, extraShare);
  }

  /** The same with another choice of the epoch. */
  public Refinements with(Selection other) {
    return new Refinements(
        labelSmoothing, attackMode, weightPerturbation, averaging, other, onCollapse, extraShare);
  }

  /** The same with another reaction to a collapse. */
  public Refinements with(OnCollapse other) {
    return new Refinements(
        labelSmoothing, attackMode, weightPerturbation, averaging, selection, other, extraShare);
  }

  /** The same with another share of extra data. */
  public Refinements withExtraShare(double share) {
    return new Refinements(
        labelSmoothing, attackMode, weightPerturbation, averaging, selection, onCollapse, share);
  }
}
