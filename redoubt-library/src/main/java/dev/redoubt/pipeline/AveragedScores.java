package dev.redoubt.pipeline;

import dev.redoubt.data.InputSpec;
import dev.redoubt.model.GradientModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;

/**
 * A smoothed classifier as one that has gradients: its logits are {@code log p̄}, the logarithm of
 * the {@link MeanPrediction} of a base classifier at several changed copies of each input, so that
 * their cross-entropy is {@code -log p̄_y} (Salman et al. 2019, equation 6). Implementations say
 * where the changes come from.
 *
 * <p>A pass of n rows is one of {@code copies · n} rows of the base classifier.
 */
public interface AveragedScores extends GradientModel {
  /** The classifier that is smoothed. */
  GradientModel base();

  /** Copies of each input, at least 1. */
  int copies();

  /**
   * The points to average over, with a path back to {@code x}.
   *
   * @param x {@code [n, ...]} in pixel space
   * @param draws of these n rows
   * @return {@code [copies · n, ...]}, block after block
   */
  Tensor changed(Tensor x, Draws draws);

  @Override
  default String name() {
    return base().name();
  }

  @Override
  default InputSpec input() {
    return base().input();
  }

  @Override
  default int classes() {
    return base().classes();
  }

  @Override
  default int passes() {
    return Math.multiplyExact(copies(), base().passes());
  }

  @Override
  default Tensor logits(Tensor x, Draws draws) {
    return MeanPrediction.logarithm(
        base().logits(changed(x, draws), draws.copies(copies())), copies());
  }

  @Override
  default Tensor logitsOnTape(Tensor x, Draws draws) {
    return MeanPrediction.logarithm(
        base().logitsOnTape(changed(x, draws), draws.copies(copies())), copies());
  }

  @Override
  default Tensor gradient(Tensor value, Tensor x) {
    return base().gradient(value, x);
  }

  @Override
  default Tensor gradientKeepingTape(Tensor value, Tensor x) {
    return base().gradientKeepingTape(value, x);
  }
}
