package dev.redoubt.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Consumer;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

/** Who owns off-heap memory, and when it is freed. */
class ScopeTest {
  private static final int MEGABYTE = 1 << 18; // floats

  @Test
  void runFreesWhatItMade() {
    Tensor[] leaked = new Tensor[1];
    Scope.run(() -> leaked[0] = Tensors.scalar(1));
    assertThat(leaked[0].raw.isNull()).isTrue();
  }

  @Test
  void valueFreesAndGivesTheJavaValue() {
    Tensor[] leaked = new Tensor[1];
    double sum =
        Scope.value(
            () -> {
              leaked[0] = Tensors.of(new float[] {1, 2}, 2);
              return Reductions.sum(leaked[0]).item();
            });
    assertThat(sum).isEqualTo(3);
    assertThat(leaked[0].raw.isNull()).isTrue();
  }

  @Test
  void resultsEscapeToTheEnclosingScopeAndEndWithIt() {
    Tensor[] middle = new Tensor[2];
    Scope.run(
        () -> {
          Tensor result =
              Scope.tensors(
                  () -> {
                    Tensor inner = Scope.tensors(() -> Tensors.scalar(2));
                    middle[0] = inner;
                    return inner.times(3);
                  });
          assertThat(middle[0].raw.isNull()).isTrue();
          assertThat(result.item()).isEqualTo(6);
          middle[1] = result;
        });
    assertThat(middle[1].raw.isNull()).isTrue();
  }

  @Test
  void aScopeMayReturnATensorOfTheEnclosingOne() {
    Scope.run(
        () -> {
          Tensor outer = Tensors.scalar(5);
          Tensor same = Scope.tensors(() -> outer);
          assertThat(same.item()).isEqualTo(5);
          Scope.run(() -> assertThat(outer.item()).isEqualTo(5));
          assertThat(outer.item()).isEqualTo(5);
        });
  }

  @Test
  void resultsOutsideOfAllScopesLive() {
    Tensor kept = Scope.tensors(() -> Tensors.scalar(4));
    Scope.run(() -> kept.plus(1));
    assertThat(Scope.tensors(() -> kept).item()).isEqualTo(4);
    assertThat(kept.item()).isEqualTo(4);
    kept.close();
  }

  @Test
  void exceptionsFreeAsWell() {
    Tensor[] leaked = new Tensor[2];
    assertThatThrownBy(
            () ->
                Scope.tensors(
                    () -> {
                      leaked[0] = Tensors.scalar(1);
                      return failing();
                    }))
        .hasMessage("on purpose");
    assertThat(leaked[0].raw.isNull()).isTrue();
    Scope.run(
        () -> {
          Tensor initial = Tensors.scalar(0);
          assertThatThrownBy(
                  () ->
                      Scope.loop(
                          initial,
                          3,
                          state -> false,
                          (round, state) -> {
                            if (round == 2) {
                              return failing();
                            }
                            leaked[1] = state.plus(1);
                            return leaked[1];
                          }))
              .hasMessage("on purpose");
          assertThat(leaked[1].raw.isNull()).isTrue();
          assertThat(initial.item()).isZero();
        });
  }

  @Test
  void ownedTensorsOutliveTheirScope() {
    Tensor[] owned = new Tensor[1];
    Scope.run(() -> Scope.run(() -> owned[0] = Scope.own(Tensors.scalar(7))));
    assertThat(owned[0].item()).isEqualTo(7);
    owned[0].close();
    assertThat(owned[0].raw.isNull()).isTrue();
  }

  @Test
  void closingAnOwnedTensorFreesItAtOnce() {
    Scope.run(
        () -> {
          Tensor owned = Scope.own(Tensors.scalar(7));
          owned.close();
          assertThat(owned.raw.isNull()).isTrue();
        });
  }

  @Test
  void loopsKeepTheStateAloneAndLeaveTheFirstToTheCaller() {
    Tensor[] made = new Tensor[5];
    Scope.run(
        () -> {
          Tensor initial = Tensors.scalar(1);
          Tensor last =
              Scope.loop(
                  initial,
                  5,
                  state -> state.item() >= 8,
                  (round, state) -> {
                    made[round] = state.times(2);
                    return made[round];
                  });
          assertThat(last.item()).isEqualTo(8);
          assertThat(initial.item()).isEqualTo(1);
          assertThat(made[0].raw.isNull()).isTrue();
          assertThat(made[1].raw.isNull()).isTrue();
          assertThat(made[2]).isSameAs(last);
          assertThat(made[3]).isNull();
        });
    assertThat(made[2].raw.isNull()).isTrue();
  }

  @Test
  void loopsMayCarryPartsOfTheStateUnchanged() {
    Scope.run(
        () -> {
          Pair initial = new Pair(Tensors.scalar(1), Tensors.scalar(10));
          Pair last =
              Scope.loop(
                  initial,
                  4,
                  state -> false,
                  (round, state) ->
                      round == 2 ? state : new Pair(state.moving.plus(1), state.constant));
          assertThat(last.moving.item()).isEqualTo(4);
          assertThat(last.constant).isSameAs(initial.constant);
          assertThat(last.constant.item()).isEqualTo(10);
          assertThat(initial.moving.item()).isEqualTo(1);
          Pair none =
              Scope.loop(
                  initial, 0, state -> false, (round, state) -> new Pair(failing(), failing()));
          assertThat(none.constant.item()).isEqualTo(10);
        });
  }

  @Test
  void memoryStaysFlatOverManyRounds() {
    Scope.run(() -> work(Tensors.zeros(DType.FLOAT32, MEGABYTE), 20));
    long before = Pointer.physicalBytes();
    Scope.run(() -> work(Tensors.zeros(DType.FLOAT32, MEGABYTE), 1000));
    for (int i = 0; i < 300; i++) {
      Scope.value(() -> Tensors.zeros(DType.FLOAT32, MEGABYTE).plus(1).count());
    }
    // What these tensors would hold if they lived on is more than 2 GB.
    assertThat(Pointer.physicalBytes() - before).isLessThan(400L << 20);
  }

  private static void work(Tensor start, int rounds) {
    double first =
        Reductions.mean(
                Scope.loop(start, rounds, state -> false, (round, state) -> state.plus(2).minus(1)))
            .item();
    assertThat(first).isEqualTo(rounds);
  }

  private static Tensor failing() {
    throw new IllegalStateException("on purpose");
  }

  private record Pair(Tensor moving, Tensor constant) implements TensorGroup {
    @Override
    public void forEachTensor(Consumer<Tensor> action) {
      action.accept(moving);
      action.accept(constant);
    }
  }
}
