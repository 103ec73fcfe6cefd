package dev.redoubt.attack.spatial;

import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.TensorGroup;
import dev.redoubt.tensor.Tensors;
import java.util.function.Consumer;

/**
 * Ascent by Adam (Kingma and Ba 2015, algorithm 1, with their betas), element by element, so that
 * rows do not know of each other and can leave.
 *
 * @param at where it stands
 * @param mean running mean of the gradients
 * @param square running mean of their squares
 */
record Adam(Tensor at, Tensor mean, Tensor square, double rate) implements TensorGroup {
  private static final double BETA1 = .9;
  private static final double BETA2 = .999;
  private static final double EPSILON = 1e-8;

  static Adam at(Tensor start, double rate) {
    return new Adam(start, Tensors.zerosLike(start), Tensors.zerosLike(start), rate);
  }

  /** After step {@code number}, from 1. */
  Adam climbed(Tensor gradient, int number) {
    Tensor first = mean.times(BETA1).plus(1 - BETA1, gradient);
    Tensor second = square.times(BETA2).plus(1 - BETA2, gradient.times(gradient));
    Tensor root =
        Elementwise.sqrt(second).dividedBy(Math.sqrt(1 - Math.pow(BETA2, number))).plus(EPSILON);
    double size = rate / (1 - Math.pow(BETA1, number));
    return new Adam(at.plus(size, first.dividedBy(root)), first, second, rate);
  }

  Adam rows(int... rows) {
    return new Adam(
        Layout.rows(at, rows), Layout.rows(mean, rows), Layout.rows(square, rows), rate);
  }

  @Override
  public void forEachTensor(Consumer<Tensor> action) {
    action.accept(at);
    action.accept(mean);
    action.accept(square);
  }
}
