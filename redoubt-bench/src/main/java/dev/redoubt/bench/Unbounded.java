package dev.redoubt.bench;

import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.GradientModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;

/**
 * A model whose inputs may leave their range by a margin, as noisy ones do and as certificates
 * allow: it gives attacks a whole ball where the range would cut them off.
 *
 * @param model in whose place it stands
 * @param margin on both sides, not negative
 */
record Unbounded(GradientModel model, double margin) implements GradientModel {
  @Override
  public String name() {
    return model.name();
  }

  @Override
  public InputSpec input() {
    InputSpec own = model.input();
    return new InputSpec(own.shape(), own.low() - margin, own.high() + margin);
  }

  @Override
  public int classes() {
    return model.classes();
  }

  @Override
  public Declaration declares() {
    return model.declares();
  }

  @Override
  public Tensor logits(Tensor x, Draws draws) {
    return model.logits(x, draws);
  }

  @Override
  public Tensor logitsOnTape(Tensor x, Draws draws) {
    return model.logitsOnTape(x, draws);
  }

  @Override
  public Tensor gradient(Tensor value, Tensor x) {
    return model.gradient(value, x);
  }

  @Override
  public Tensor gradientKeepingTape(Tensor value, Tensor x) {
    return model.gradientKeepingTape(value, x);
  }
}
