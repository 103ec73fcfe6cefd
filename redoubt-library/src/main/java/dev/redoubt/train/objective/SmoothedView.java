package dev.redoubt.train.objective;

import dev.redoubt.model.Declaration;
import dev.redoubt.model.GradientModel;
import dev.redoubt.pipeline.AveragedScores;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Tensor;

/**
 * A smoothed classifier of one batch, its expectation taken over noise that stays the same at every
 * call (Salman et al. 2019, equation 6).
 *
 * @param base the classifier that is smoothed
 * @param noise {@code [copies·n, ...]}: draws for each of the n rows, block after block; every pass
 *     is of these n rows
 * @param copies draws of noise for each row
 */
record SmoothedView(GradientModel base, Tensor noise, int copies) implements AveragedScores {
  @Override
  public Declaration declares() {
    return base.declares();
  }

  @Override
  public Tensor changed(Tensor x, Draws draws) {
    return Layout.copies(x, copies).plus(noise);
  }
}
