package dev.redoubt.train.objective;

import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.GradientModel;
import dev.redoubt.nn.Pass;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.train.Trainee;
import java.util.List;
import java.util.Map;

/** The classifier with logits 0 and {@code w·x}, whose only weight is w. */
final class OneWeight implements Trainee, GradientModel {
  private final InputSpec input;
  private final Tensor weight;

  OneWeight(InputSpec input, double start) {
    this.input = input;
    this.weight = Tensors.scalar(start);
  }

  double value() {
    return weight.item();
  }

  @Override
  public GradientModel view() {
    return this;
  }

  @Override
  public Tensor logits(Tensor x, Pass pass) {
    return both(x);
  }

  @Override
  public Tensor logitsOnTape(Tensor x, Draws draws) {
    return both(x);
  }

  @Override
  public Tensor logits(Tensor x, Draws draws) {
    return Autograd.noGrad(() -> both(x));
  }

  private Tensor both(Tensor x) {
    return Layout.concat(List.of(Tensors.zerosLike(x), x.times(weight)), 1);
  }

  @Override
  public Map<String, Tensor> weights() {
    return Map.of("w", weight);
  }

  @Override
  public Map<String, Tensor> trainable() {
    return weights();
  }

  @Override
  public String architecture() {
    return "w·x";
  }

  @Override
  public String name() {
    return "one-weight";
  }

  @Override
  public InputSpec input() {
    return input;
  }

  @Override
  public int classes() {
    return 2;
  }

  @Override
  public Declaration declares() {
    return Declaration.PLAIN;
  }
}
