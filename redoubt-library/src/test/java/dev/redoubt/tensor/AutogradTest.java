package dev.redoubt.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class AutogradTest {
  @Test
  void gradientOfAPolynomial() {
    Scope.run(
        () -> {
          Tensor x = Autograd.variable(Tensors.of(new double[] {1, -2, 3}, 3));
          Tensor cubes = Reductions.sum(x.times(x).times(x));
          assertThat(Autograd.grad(cubes, x).doubles())
              .containsExactly(new double[] {3, 12, 27}, within(1e-12));
        });
  }

  @Test
  void zeroWhereThereIsNoPath() {
    Scope.run(
        () -> {
          Tensor x = Autograd.variable(Tensors.of(new float[] {1, 2}, 2));
          Tensor other = Autograd.variable(Tensors.of(new float[] {3, 4}, 2));
          Tensor elsewhere = Reductions.sum(other.times(2));
          assertThat(Autograd.grad(elsewhere, x).floats()).containsExactly(0, 0);
          Tensor constant = Reductions.sum(Tensors.of(new float[] {1}, 1));
          assertThat(Autograd.grad(constant, x).floats()).containsExactly(0, 0);
        });
  }

  @Test
  void severalGradientsFromOneTape() {
    Scope.run(
        () -> {
          Tensor x = Autograd.variable(Tensors.of(new double[] {1, -2}, 2));
          Tensor squares = x.times(x);
          Tensor cubes = squares.times(x);
          assertThat(Autograd.gradKeepingTape(Reductions.sum(cubes), x).doubles())
              .containsExactly(3, 12);
          assertThat(Autograd.gradKeepingTape(Reductions.sum(squares), x).doubles())
              .containsExactly(2, -4);
          assertThat(Autograd.grad(Reductions.sum(cubes), x).doubles()).containsExactly(3, 12);
        });
  }

  @Test
  void variablesAreLeavesOfTheirOwn() {
    Scope.run(
        () -> {
          Tensor plain = Tensors.of(new float[] {1, 2}, 2);
          Tensor first = Autograd.variable(plain);
          Tensor second = Autograd.variable(first.times(3));
          assertThat(plain.requiresGrad()).isFalse();
          Tensor loss = Reductions.sum(second.times(second));
          assertThat(Autograd.grad(loss, first).floats()).containsExactly(0, 0);
          Tensor again = Reductions.sum(second.times(second));
          assertThat(Autograd.grad(again, second).floats()).containsExactly(6, 12);
        });
  }

  @Test
  void weightsThatRecordGetNoGradientFromAnInputGradient() {
    Scope.run(
        () -> {
          Tensor weight = Tensors.of(new float[] {2}, 1);
          Optimizer.trainable(List.of(weight), true);
          Tensor x = Autograd.variable(Tensors.of(new float[] {5}, 1));
          assertThat(Autograd.grad(Reductions.sum(weight.times(x)), x).floats()).containsExactly(2);
          assertThat(weight.raw.grad().defined()).isFalse();
        });
  }

  @Test
  void noTapeIsKeptInsideTheModesAndRecordingGoesOnAfterThem() {
    Scope.run(
        () -> {
          Tensor x = Autograd.variable(Tensors.of(new float[] {1}, 1));
          assertThat(Autograd.noGrad(() -> x.times(2)).requiresGrad()).isFalse();
          assertThat(Autograd.inference(() -> x.times(2)).requiresGrad()).isFalse();
          assertThat(x.times(2).requiresGrad()).isTrue();
          Tensor fromNoGrad = Autograd.noGrad(() -> x.times(2));
          Tensor leaf = Autograd.variable(fromNoGrad);
          assertThat(Autograd.grad(Reductions.sum(leaf.times(leaf)), leaf).floats())
              .containsExactly(4);
        });
  }

  @Test
  void modesEndWhenTheirBlockThrows() {
    Scope.run(
        () -> {
          Tensor x = Autograd.variable(Tensors.of(new float[] {1}, 1));
          assertThatThrownBy(() -> Autograd.noGrad(AutogradTest::failing)).hasMessage("on purpose");
          assertThat(x.times(2).requiresGrad()).isTrue();
          assertThatThrownBy(() -> Autograd.inference(AutogradTest::failing))
              .hasMessage("on purpose");
          assertThat(x.times(2).requiresGrad()).isTrue();
        });
  }

  private static Tensor failing() {
    throw new IllegalStateException("on purpose");
  }
}
