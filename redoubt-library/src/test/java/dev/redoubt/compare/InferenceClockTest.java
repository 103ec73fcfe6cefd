package dev.redoubt.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.audit.Halves;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.LabelModel;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whose turn it is, and what costs are relative to. */
final class InferenceClockTest {
  /** Writes down when it is asked. */
  private record Asked(String name, int passes, List<String> turns) implements LabelModel {
    @Override
    public Tensor predict(Tensor x, Draws draws) {
      turns.add(name + x.rows());
      return Tensors.ofInts(new int[x.rows()]);
    }

    @Override
    public InputSpec input() {
      return Halves.INPUT;
    }

    @Override
    public int classes() {
      return 2;
    }

    @Override
    public Declaration declares() {
      return Declaration.PLAIN;
    }
  }

  @Test
  void everyRoundAsksEachInTurnAndTheFirstIsTheMeasure() {
    List<String> turns = new ArrayList<>();
    List<Integer> done = new ArrayList<>();
    InferenceClock clock = new InferenceClock(4, 2, 0);
    List<InferenceCost> costs =
        clock.time(
            List.of(new Asked("a", 1, turns), new Asked("b", 25, turns)),
            Halves.spread(10),
            Device.CPU,
            done::add);
    assertThat(turns).containsExactly("a4", "b4", "a4", "b4", "a4", "b4");
    assertThat(done).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(clock.turns(2)).isEqualTo(6);
    assertThat(costs).extracting(InferenceCost::passes).containsExactly(1, 25);
    assertThat(costs.get(0).relative()).isEqualTo(1);
    assertThat(costs.get(1).relative()).isEqualTo(costs.get(1).seconds() / costs.get(0).seconds());
  }

  @Test
  void fewSamplesMakeASmallerBatch() {
    List<String> turns = new ArrayList<>();
    new InferenceClock(32, 1, 0)
        .time(List.of(new Asked("a", 1, turns)), Halves.spread(10), Device.CPU, done -> {});
    assertThat(turns).containsOnly("a10");
  }
}
