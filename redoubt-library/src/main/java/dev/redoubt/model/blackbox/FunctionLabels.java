package dev.redoubt.model.blackbox;

import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import java.util.function.Function;

/** Labels from a function. */
final class FunctionLabels extends Opaque {
  private final Function<Tensor, int[]> function;

  FunctionLabels(BlackBox box, Function<Tensor, int[]> function) {
    super(box);
    this.function = function;
  }

  @Override
  public Tensor predict(Tensor x, Draws draws) {
    int[] labels = Scope.value(() -> function.apply(x));
    return new Answers(box).labels(labels, x);
  }
}
