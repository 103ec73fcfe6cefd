package dev.redoubt.audit.remedy;

import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.GradientModel;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Tensor;
import java.util.function.UnaryOperator;

/**
 * A classifier whose logits are the first features of a changed input.
 *
 * @param change from inputs to as many values, with the draws
 */
record Toy(Declaration.Substitute change, Declaration declares) implements GradientModel {
  Toy(UnaryOperator<Tensor> change, boolean random) {
    this((x, draws) -> change.apply(x), new Declaration(new Declaration.Backward.Exact(), random));
  }

  @Override
  public String name() {
    return "toy";
  }

  @Override
  public InputSpec input() {
    return Subjects.INPUT;
  }

  @Override
  public int classes() {
    return Subjects.CLASSES;
  }

  @Override
  public Tensor logits(Tensor x, Draws draws) {
    return Autograd.noGrad(() -> logitsOnTape(x, draws));
  }

  @Override
  public Tensor logitsOnTape(Tensor x, Draws draws) {
    return Layout.columns(change.apply(x, draws), 0, Subjects.CLASSES);
  }
}
