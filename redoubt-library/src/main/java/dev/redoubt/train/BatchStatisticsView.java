package dev.redoubt.train;

import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.GradientModel;
import dev.redoubt.nn.Mode;
import dev.redoubt.nn.Pass;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;

/** A trainee as inner attacks see it if they are to use batch statistics. */
record BatchStatisticsView(Trainee trainee) implements GradientModel {
  @Override
  public String name() {
    return trainee.view().name();
  }

  @Override
  public InputSpec input() {
    return trainee.view().input();
  }

  @Override
  public int classes() {
    return trainee.view().classes();
  }

  @Override
  public Declaration declares() {
    return trainee.view().declares();
  }

  @Override
  public Tensor logits(Tensor x, Draws draws) {
    return Autograd.noGrad(() -> logitsOnTape(x, draws));
  }

  @Override
  public Tensor logitsOnTape(Tensor x, Draws draws) {
    return trainee.logits(x, new Pass(Mode.TRAIN, draws));
  }
}
