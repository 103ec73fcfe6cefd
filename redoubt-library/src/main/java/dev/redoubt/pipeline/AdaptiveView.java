package dev.redoubt.pipeline;

import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.GradientModel;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import java.util.Optional;

/**
 * A pipeline as an attacker sees it who knows all of it. A random one is {@linkplain Averaging
 * averaged} over several draws.
 *
 * @param flow with the derivatives that the stages declare
 * @param draws of everything random, at least 1, taken anew at each call
 * @param joint folds rejection into the logits; empty if nothing rejects
 */
record AdaptiveView(
    GradientModel classifier,
    InputSpec input,
    Flow flow,
    boolean random,
    int draws,
    Optional<JointLogits> joint)
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
    return Math.multiplyExact(Math.multiplyExact(draws, flow.passes()), classifier.passes());
  }

  @Override
  public Tensor logits(Tensor x, Draws keyed) {
    return Scope.tensors(() -> Autograd.noGrad(() -> seen(x.detached(), keyed)));
  }

  @Override
  public Tensor logitsOnTape(Tensor x, Draws keyed) {
    return seen(x, keyed);
  }

  private Tensor seen(Tensor x, Draws keyed) {
    Scored scored = Averaging.over(draws, flow, x, keyed);
    return joint.map(fold -> fold.of(scored, keyed)).orElse(scored.logits());
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
