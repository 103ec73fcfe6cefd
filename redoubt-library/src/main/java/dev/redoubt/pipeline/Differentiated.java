package dev.redoubt.pipeline;

import dev.redoubt.model.GradientModel;
import dev.redoubt.model.Observation;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Everything with the values that it has when deployed, and with the derivatives that the stages
 * declare: their own, or those of their surrogates (BPDA, Athalye et al. 2018, section 4.1).
 *
 * @param substitutes false for the derivatives that there are, which may be none: what an attacker
 *     gets who differentiates without thinking
 */
record Differentiated(Rest classifier, boolean substitutes) implements Manner {
  /** For a classifier whose tape is only wanted where there is something to differentiate. */
  static Differentiated of(GradientModel classifier, boolean substitutes) {
    return new Differentiated(new DifferentiableRest(classifier), substitutes);
  }

  @Override
  public Observation classified(Tensor x, Set<String> layers, Draws draws) {
    return classifier.observe(x, layers, draws);
  }

  @Override
  public Tensor purified(Purifier purifier, Tensor x, Draws draws) {
    return through(purifier, x, draws, input -> purifier.apply(input, draws));
  }

  @Override
  public Tensor changed(Ensemble ensemble, Tensor x, Draws draws) {
    return through(ensemble, x, draws, input -> ensemble.changed(input, draws));
  }

  /** The mean probability, also in place of votes, whose derivative is zero. */
  @Override
  public Tensor combined(Ensemble ensemble, Tensor logits) {
    return MeanPrediction.logarithm(logits, ensemble.copies());
  }

  @Override
  public Tensor score(Detector detector, Observation seen, Rest rest, Tensor x, Draws draws) {
    return through(
        detector,
        x,
        draws,
        input -> detector.score(input.requiresGrad() ? seen : seen.detached(), rest, input, draws));
  }

  private Tensor through(Stage stage, Tensor x, Draws draws, UnaryOperator<Tensor> exact) {
    return substitutes ? StraightThrough.of(stage, x, draws, exact) : exact.apply(x);
  }
}
