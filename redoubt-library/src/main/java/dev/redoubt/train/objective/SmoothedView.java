package dev.redoubt.train.objective;

import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.GradientModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Tensor;

/**
 * A smoothed classifier of one batch, its expectation taken over noise that stays the same at every
 * call (Salman et al. 2019, equation 6). Its logits are {@code log p̄}, so that their cross-entropy
 * is {@code -log p̄_y}.
 *
 * @param base the classifier that is smoothed
 * @param noise {@code [m·n, ...]}: m draws for each of the n rows, block after block; every pass is
 *     of these n rows
 */
record SmoothedView(GradientModel base, Tensor noise) implements GradientModel {
  @Override
  public String name() {
    return base.name();
  }

  @Override
  public InputSpec input() {
    return base.input();
  }

  @Override
  public int classes() {
    return base.classes();
  }

  @Override
  public Declaration declares() {
    return base.declares();
  }

  @Override
  public Tensor logits(Tensor x, Draws draws) {
    int copies = copies(x);
    return MeanPrediction.logarithm(base.logits(noisy(x, copies), draws.copies(copies)), copies);
  }

  @Override
  public Tensor logitsOnTape(Tensor x, Draws draws) {
    int copies = copies(x);
    return MeanPrediction.logarithm(
        base.logitsOnTape(noisy(x, copies), draws.copies(copies)), copies);
  }

  @Override
  public Tensor gradient(Tensor value, Tensor x) {
    return base.gradient(value, x);
  }

  @Override
  public Tensor gradientKeepingTape(Tensor value, Tensor x) {
    return base.gradientKeepingTape(value, x);
  }

  private int copies(Tensor x) {
    return noise.rows() / x.rows();
  }

  private Tensor noisy(Tensor x, int copies) {
    return Layout.copies(x, copies).plus(noise);
  }
}
