package dev.redoubt.testing;

import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.LabelModel;
import dev.redoubt.model.ScoreModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;

/** A model that gives less than it could: a black box. */
public class Withheld<M extends LabelModel> implements LabelModel {
  final M model;

  private Withheld(M model) {
    this.model = model;
  }

  /** It gives labels alone. */
  public static LabelModel labels(LabelModel model) {
    return new Withheld<>(model);
  }

  /** It gives scores, but no gradients. */
  public static ScoreModel scores(ScoreModel model) {
    return new Scores(model);
  }

  @Override
  public String name() {
    return model.name();
  }

  @Override
  public InputSpec input() {
    return model.input();
  }

  @Override
  public int classes() {
    return model.classes();
  }

  @Override
  public Declaration declares() {
    return Declaration.OPAQUE;
  }

  @Override
  public Tensor predict(Tensor x, Draws draws) {
    return model.predict(x, draws);
  }

  private static final class Scores extends Withheld<ScoreModel> implements ScoreModel {
    Scores(ScoreModel model) {
      super(model);
    }

    @Override
    public Tensor predict(Tensor x, Draws draws) {
      return model.predict(x, draws);
    }

    @Override
    public Tensor logits(Tensor x, Draws draws) {
      return model.logits(x, draws);
    }
  }
}
