package dev.redoubt.audit;

import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.GradientModel;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;

/**
 * A classifier of the points of {@link Halves} whose logits a test says.
 *
 * @param script from inputs to logits of three classes, on the tape
 */
public record Scripted(Declaration.Substitute script, Declaration declares)
    implements GradientModel {
  @Override
  public String name() {
    return "scripted";
  }

  @Override
  public InputSpec input() {
    return Halves.INPUT;
  }

  @Override
  public int classes() {
    return 3;
  }

  @Override
  public Tensor logits(Tensor x, Draws draws) {
    return Autograd.noGrad(() -> script.apply(x, draws));
  }

  @Override
  public Tensor logitsOnTape(Tensor x, Draws draws) {
    return script.apply(x, draws);
  }
}
