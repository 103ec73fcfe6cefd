package dev.redoubt.pipeline;

import dev.redoubt.model.GradientModel;
import dev.redoubt.model.LabelModel;
import dev.redoubt.model.Observation;
import dev.redoubt.model.ScoreModel;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Everything as it is deployed: off the tape, in fp32. Only the classifier may be given fp64
 * inputs, where its own rounding is in question.
 *
 * @param type of the classifier's inputs
 */
record Deployed(LabelModel classifier, DType type) implements Manner {
  @Override
  public Observation classified(Tensor x, Set<String> layers, Draws draws) {
    Tensor typed = x.dtype() == type ? x : x.to(type);
    if (classifier instanceof GradientModel gradients && (x.requiresGrad() || !layers.isEmpty())) {
      return new DifferentiableRest(gradients).observe(typed, layers, draws);
    }
    return Observation.of(logits(typed, draws));
  }

  private Tensor logits(Tensor typed, Draws draws) {
    return classifier instanceof ScoreModel scores
        ? scores.logits(typed, draws)
        : oneHot(classifier.predict(typed, draws), classifier.classes(), typed);
  }

  @Override
  public Tensor purified(Purifier purifier, Tensor x, Draws draws) {
    return exactly(() -> purifier.apply(single(x), draws));
  }

  @Override
  public Tensor changed(Ensemble ensemble, Tensor x, Draws draws) {
    return exactly(() -> ensemble.changed(single(x), draws));
  }

  @Override
  public Tensor combined(Ensemble ensemble, Tensor logits) {
    return switch (ensemble.combination()) {
      case MEAN_PROBABILITY -> MeanPrediction.logarithm(logits, ensemble.copies());
      case VOTES -> votes(logits, ensemble.copies());
    };
  }

  @Override
  public Tensor score(Detector detector, Observation seen, Rest rest, Tensor x, Draws draws) {
    Observation rounded = seen.map(Deployed::single);
    return exactly(() -> detector.score(rounded, rest, single(x), draws));
  }

  private static Tensor exactly(Supplier<Tensor> stage) {
    return Autograd.noGrad(stage);
  }

  private static Tensor single(Tensor x) {
    return x.dtype() == DType.FLOAT32 ? x : x.to(DType.FLOAT32);
  }

  /** The logarithm of the share of votes; a class without any has half a vote. */
  private static Tensor votes(Tensor logits, int copies) {
    Tensor each = oneHot(Reductions.argmax(logits, 1), (int) logits.size(1), logits);
    Tensor shares = Reductions.mean(MeanPrediction.byCopy(each, copies), new long[] {0}, false);
    return Elementwise.log(Elementwise.atLeast(shares, 0.5 / copies));
  }

  private static Tensor oneHot(Tensor labels, int classes, Tensor like) {
    Tensor index = Layout.unsqueeze(labels, 1);
    Tensor zeros = Tensors.zeros(DType.FLOAT32, labels.rows(), classes).to(like.device());
    Tensor ones = Tensors.full(1, DType.FLOAT32, labels.rows(), 1).to(like.device());
    return Layout.scatter(zeros, index, ones);
  }
}
