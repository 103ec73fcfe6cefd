package dev.redoubt.model.blackbox;

import dev.redoubt.model.ScoreModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import java.util.function.Function;

/** Scores from a function. */
final class FunctionScores extends Opaque implements ScoreModel {
  private final Scores kind;
  private final Function<Tensor, float[][]> function;

  FunctionScores(BlackBox box, Scores kind, Function<Tensor, float[][]> function) {
    super(box);
    this.kind = kind;
    this.function = function;
  }

  @Override
  public Tensor logits(Tensor x, Draws draws) {
    float[][] scores = Scope.value(() -> function.apply(x));
    return new Answers(box).logits(kind, scores, x);
  }
}
