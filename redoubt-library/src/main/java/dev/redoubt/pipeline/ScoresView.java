package dev.redoubt.pipeline;

import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.ScoreModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;

/**
 * A pipeline as an attacker sees it who knows all of it, but has no derivative: of its classifier,
 * or of one of its stages. Averaged over draws as an {@link AdaptiveView} is.
 */
record ScoresView(Pipeline pipeline, Averaging averaging) implements ScoreModel {
  @Override
  public String name() {
    return pipeline.classifier().name();
  }

  @Override
  public InputSpec input() {
    return pipeline.input();
  }

  @Override
  public int classes() {
    return pipeline.classifier().classes();
  }

  @Override
  public Declaration declares() {
    return new Declaration(new Declaration.Backward.None(), pipeline.isRandom());
  }

  @Override
  public int passes() {
    return Math.multiplyExact(averaging.passes(), pipeline.classifier().passes());
  }

  @Override
  public Tensor logits(Tensor x, Draws keyed) {
    return Scope.tensors(() -> averaging.logits(x, keyed));
  }
}
