package dev.redoubt.pipeline;

import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.LabelModel;
import dev.redoubt.model.ScoreModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;

/**
 * A classifier as an attacker sees it who knows nothing of the stages around it. What breaks it may
 * not break the pipeline, so it never counts as surely broken: it says that another look may
 * differ, and attacks go on to their last step.
 */
class ObliviousView<M extends LabelModel> implements LabelModel {
  final M classifier;

  private ObliviousView(M classifier) {
    this.classifier = classifier;
  }

  /** A view that is of the same kind as the classifier. */
  static LabelModel of(LabelModel classifier) {
    if (classifier instanceof GradientModel gradients) {
      return new Gradients(gradients);
    }
    if (classifier instanceof ScoreModel scores) {
      return new Scores<>(scores);
    }
    return new ObliviousView<>(classifier);
  }

  @Override
  public String name() {
    return classifier.name();
  }

  @Override
  public InputSpec input() {
    return classifier.input();
  }

  @Override
  public int classes() {
    return classifier.classes();
  }

  @Override
  public Declaration declares() {
    return new Declaration(classifier.declares().backward(), true);
  }

  @Override
  public int passes() {
    return classifier.passes();
  }

  @Override
  public Tensor predict(Tensor x, Draws draws) {
    return classifier.predict(x, draws);
  }

  private static class Scores<S extends ScoreModel> extends ObliviousView<S> implements ScoreModel {
    Scores(S classifier) {
      super(classifier);
    }

    @Override
    public Tensor predict(Tensor x, Draws draws) {
      return classifier.predict(x, draws);
    }

    @Override
    public Tensor logits(Tensor x, Draws draws) {
      return classifier.logits(x, draws);
    }
  }

  private static final class Gradients extends Scores<GradientModel> implements GradientModel {
    Gradients(GradientModel classifier) {
      super(classifier);
    }

    @Override
    public Tensor logitsOnTape(Tensor x, Draws draws) {
      return classifier.logitsOnTape(x, draws);
    }

    @Override
    public Tensor gradient(Tensor value, Tensor x) {
      return classifier.gradient(value, x);
    }

    @Override
    public Tensor gradientKeepingTape(Tensor value, Tensor x) {
      return classifier.gradientKeepingTape(value, x);
    }
  }
}
