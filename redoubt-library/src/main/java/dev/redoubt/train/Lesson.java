package dev.redoubt.train;

import dev.redoubt.data.Batch;
import dev.redoubt.loss.SmoothedCrossEntropy;
import dev.redoubt.model.GradientModel;
import dev.redoubt.nn.Mode;
import dev.redoubt.nn.Pass;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.Ball;
import dev.redoubt.threat.InputDomain;
import dev.redoubt.threat.ThreatModel;

/**
 * One batch, and all that an objective may use to learn from it.
 *
 * @param view the classifier as inner attacks see it
 * @param trainee the same classifier, to be trained
 * @param batch the samples
 * @param epsilonFactor the share of the budget that the warm-up allows, in (0, 1]
 * @param labelSmoothing the share of each label that goes to all classes alike, in [0, 1)
 * @param draws keyed by sample and step
 * @param carried what the objective keeps from one update to the next
 */
public record Lesson(
    GradientModel view,
    Trainee trainee,
    Batch batch,
    double epsilonFactor,
    double labelSmoothing,
    Draws draws,
    Carried carried) {
  /** The budget that is allowed now. */
  public ThreatModel now(ThreatModel threat) {
    return epsilonFactor == 1 ? threat : threat.withEpsilon(threat.epsilon() * epsilonFactor);
  }

  /** The points that the attacker may reach now. */
  public Ball ball(ThreatModel threat) {
    return threat.norm().ball(batch.inputs(), now(threat).epsilon(), InputDomain.of(view.input()));
  }

  /**
   * The logits in training mode, on the tape of the weights.
   *
   * @param x {@code [k·n, ...]}, k points a sample
   */
  public Tensor logits(Tensor x) {
    Draws own = draws.of("forward").copies(x.rows() / batch.size());
    return trainee.logits(x, new Pass(Mode.TRAIN, own));
  }

  /** The labels of k points a sample, block after block. */
  public Tensor labels(int k) {
    return k == 1 ? batch.labels() : Layout.copies(batch.labels(), k);
  }

  /** The cross-entropy of k points a sample, {@code [k·n]}, with the recipe's label smoothing. */
  public Tensor crossEntropy(Tensor logits) {
    return new SmoothedCrossEntropy(labelSmoothing)
        .perSample(logits, labels(logits.rows() / batch.size()));
  }

  /** The same lesson for some of the samples. */
  public Lesson rows(int... rows) {
    return new Lesson(
        view, trainee, batch.rows(rows), epsilonFactor, labelSmoothing, draws.rows(rows), carried);
  }

  /** The same lesson with draws for a finer purpose. */
  public Lesson of(String purpose) {
    return new Lesson(
        view, trainee, batch, epsilonFactor, labelSmoothing, draws.of(purpose), carried);
  }
}
