package dev.redoubt.pipeline;

import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.GradientModel;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;

/**
 * A pipeline as an attacker sees it who knows all of it. A random one is {@linkplain Averaging
 * averaged} over several draws.
 *
 * @param averaging over a flow with the derivatives that the stages declare
 */
record AdaptiveView(GradientModel classifier, InputSpec input, boolean random, Averaging averaging)
    implements GradientModel {
  @Override
  public String name() {
    return classifier.name();
  }

  @Override
  public int classes() {
    return classifier.classes();
  }

  /** Rejection is in the logits already. */
  @Override
  public Declaration declares() {
    return new Declaration(classifier.declares().backward(), random);
  }

  @Override
  public int passes() {
    return Math.multiplyExact(averaging.passes(), classifier.passes());
  }

  @Override
  public Tensor logits(Tensor x, Draws keyed) {
    return Scope.tensors(() -> Autograd.noGrad(() -> averaging.logits(x.detached(), keyed)));
  }

  @Override
  public Tensor logitsOnTape(Tensor x, Draws keyed) {
    return averaging.logits(x, keyed);
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
