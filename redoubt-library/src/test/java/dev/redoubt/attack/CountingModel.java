package dev.redoubt.attack;

import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.GradientModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;

/** Passes everything on and counts the samples that go forward and backward. */
public final class CountingModel implements GradientModel {
  private final GradientModel inner;
  private int forward;
  private int backward;

  /** A count of what goes through {@code inner}. */
  public CountingModel(GradientModel inner) {
    this.inner = inner;
  }

  /** Samples that went forward. */
  public int forward() {
    return forward;
  }

  /** Samples that went backward. */
  public int backward() {
    return backward;
  }

  @Override
  public Tensor logits(Tensor x, Draws draws) {
    forward += x.rows();
    return inner.logits(x, draws);
  }

  @Override
  public Tensor logitsOnTape(Tensor x, Draws draws) {
    forward += x.rows();
    return inner.logitsOnTape(x, draws);
  }

  @Override
  public Tensor gradient(Tensor value, Tensor x) {
    backward += x.rows();
    return inner.gradient(value, x);
  }

  @Override
  public Tensor gradientKeepingTape(Tensor value, Tensor x) {
    backward += x.rows();
    return inner.gradientKeepingTape(value, x);
  }

  @Override
  public String name() {
    return inner.name();
  }

  @Override
  public InputSpec input() {
    return inner.input();
  }

  @Override
  public int classes() {
    return inner.classes();
  }

  @Override
  public Declaration declares() {
    return inner.declares();
  }
}
