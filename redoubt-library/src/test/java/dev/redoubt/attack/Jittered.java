package dev.redoubt.attack;

import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.GradientModel;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * A random model: another with Gaussian noise on its input. Remembers the purposes of its draws.
 */
public record Jittered(GradientModel inner, double sigma, List<String> purposes)
    implements GradientModel {
  /** Noise of standard deviation {@code sigma} before a model. */
  public Jittered(GradientModel inner, double sigma) {
    this(inner, sigma, new ArrayList<>());
  }

  @Override
  public Tensor logitsOnTape(Tensor x, Draws draws) {
    purposes.add(draws.purpose());
    return inner.logitsOnTape(x.plus(sigma, draws.of("noise").gaussianLike(x)), draws);
  }

  @Override
  public Tensor logits(Tensor x, Draws draws) {
    return Autograd.noGrad(() -> logitsOnTape(x, draws));
  }

  @Override
  public String name() {
    return "jittered";
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
    return new Declaration(new Declaration.Backward.Exact(), true);
  }
}
