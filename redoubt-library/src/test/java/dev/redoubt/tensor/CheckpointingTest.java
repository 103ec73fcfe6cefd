package dev.redoubt.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CheckpointingTest {
  private static final Tensor X = Tensors.of(new double[] {0.3, -1.2, 2.0, 0.7}, 2, 2);

  /** Neither linear nor the same for two links, nor symmetric. */
  private static Tensor link(int index, Tensor x) {
    Tensor mix = Tensors.of(new double[] {1, 0.5 * index, -0.25, 0.75}, 2, 2);
    return Elementwise.sin(Neural.matmul(x, mix)).plus(0.1 * index, x);
  }

  private static Tensor plain(Tensor x, int links) {
    Tensor state = x;
    for (int i = 0; i < links; i++) {
      state = link(i, state);
    }
    return state;
  }

  private static Tensor loss(Tensor y) {
    return Reductions.sum(y.times(y).times(Tensors.of(new double[] {1, 2, 3, 4}, 2, 2)));
  }

  @Test
  void hasThePlainChainsValueAndDerivative() {
    Scope.run(
        () -> {
          Tensor a = Autograd.variable(X);
          Tensor b = Autograd.variable(X);
          // Operations before and after the chain, and a scope between it and the derivative.
          Tensor expected = loss(plain(a.times(a), 7).times(3));
          Tensor found =
              Scope.tensors(
                  () -> loss(Checkpointing.chain(b.times(b), 7, CheckpointingTest::link).times(3)));
          assertThat(found.item()).isEqualTo(expected.item());
          System.gc();
          assertThat(Autograd.grad(found, b).doubles())
              .containsExactly(Autograd.grad(expected, a).doubles(), within(1e-12));
        });
  }

  @Test
  void isDifferentiatedAgainWhileTheTapeIsKept() {
    Scope.run(
        () -> {
          Tensor x = Autograd.variable(X);
          Tensor y = loss(Checkpointing.chain(x, 3, CheckpointingTest::link));
          double[] first = Autograd.gradKeepingTape(y, x).doubles();
          assertThat(Autograd.grad(y, x).doubles()).isEqualTo(first);
        });
  }

  @Test
  void goesForwardOnceWithoutATapeAndOnceMoreForEachDerivative() {
    AtomicInteger calls = new AtomicInteger();
    Checkpointing.Link counting =
        (i, x) -> {
          calls.incrementAndGet();
          return link(i, x);
        };
    Scope.run(
        () -> {
          Checkpointing.chain(X, 5, counting);
          assertThat(calls).hasValue(5);
          Tensor x = Autograd.variable(X);
          Tensor y = loss(Checkpointing.chain(x, 5, counting));
          assertThat(calls).hasValue(10);
          Autograd.grad(y, x);
          assertThat(calls).hasValue(15);
        });
  }

  @Test
  void freesWhatItKeptWithTheTape() {
    Scope.run(
        () -> {
          Tensor x = Autograd.variable(X);
          Tensor y = loss(Checkpointing.chain(x, 3, CheckpointingTest::link));
          Autograd.grad(Reductions.sum(y.times(2)), x);
          assertThatThrownBy(() -> Autograd.grad(y, x)).hasMessageContaining("freed");
        });
  }

  /** Links that are differentiated in order to be evaluated, as some stages are. */
  @Test
  void linksMayTakeDerivativesThemselves() {
    Checkpointing.Link cubic =
        (i, x) -> {
          Tensor own = Autograd.variable(x);
          Tensor slope =
              Autograd.recording(() -> Autograd.grad(Reductions.sum(own.times(own)), own));
          return x.times(slope.detached()).plus(x);
        };
    Scope.run(
        () -> {
          Tensor x = Autograd.variable(X);
          Tensor y = Reductions.sum(Checkpointing.chain(x, 3, cubic));
          double[] found = Autograd.grad(y, x).doubles();
          double[] values = X.doubles();
          for (int i = 0; i < values.length; i++) {
            double value = values[i];
            double expected = 1;
            for (int link = 0; link < 3; link++) {
              expected *= 2 * value + 1;
              value += 2 * value * value;
            }
            assertThat(found[i]).isCloseTo(expected, within(1e-9));
          }
        });
  }

  @Test
  void recordsNothingWhereNothingIsRecorded() {
    Scope.run(
        () -> {
          Tensor x = Autograd.variable(X);
          Tensor y = Autograd.noGrad(() -> Checkpointing.chain(x, 3, CheckpointingTest::link));
          assertThat(y.requiresGrad()).isFalse();
          assertThat(y.doubles()).isEqualTo(plain(X, 3).doubles());
        });
  }

  @Test
  void wantsAScopeForItsDerivative() {
    Tensor x = Autograd.variable(X);
    assertThatThrownBy(() -> Checkpointing.chain(x, 1, CheckpointingTest::link))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("open scope");
  }
}
