package dev.redoubt.attack.spatial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.Candidates;
import dev.redoubt.attack.CountingModel;
import dev.redoubt.attack.Victims;
import dev.redoubt.data.Batch;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.model.PublishedModels;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.operator.Flatten;
import dev.redoubt.nn.operator.Linear;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Optimizer;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.ThreatModel;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StAdvTest {
  private static final ThreatModel ANY = ThreatModel.parse("linf:1");
  private static final int SIDE = 6;

  /** Logits: the brightness of the left half less that of the right; 0; and a constant. */
  private static NetworkModel halves(float constant) {
    float[] weight = new float[3 * SIDE * SIDE];
    for (int i = 0; i < SIDE * SIDE; i++) {
      weight[i] = i % SIDE < SIDE / 2 ? 1 : -1;
    }
    Graph graph =
        Graph.builder()
            .then("flatten", new Flatten())
            .then("fc", new Linear(SIDE * SIDE, 3))
            .build();
    return new NetworkModel(
        "halves",
        Network.of(graph, Map.of("fc.weight", weight, "fc.bias", new float[] {0, 0, constant})),
        InputSpec.image(1, SIDE, SIDE),
        3);
  }

  /**
   * Bars of brightness 1 in one column of each image. At column 3 the last pixels of the left half
   * see them: at whole numbers the interpolation has the derivative to the right.
   */
  private static Batch bars(int[] columns, int... labels) {
    float[] pixels = new float[columns.length * SIDE * SIDE];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = i % SIDE == columns[Math.floorDiv(i, SIDE * SIDE)] ? 1 : 0;
    }
    Batch flat = Victims.batch(pixels, labels);
    return new Batch(flat.ids(), Tensors.of(pixels, columns.length, 1, SIDE, SIDE), flat.labels());
  }

  private static Candidates run(StAdv attack, GradientModel model, Batch batch, Goal goal) {
    return attack.propose(model, batch, ANY, goal, batch.draws(1, ""));
  }

  @Test
  void theBarIsBentToTheOtherHalf() {
    NetworkModel model = halves(-9);
    CountingModel counting = new CountingModel(model);
    Scope.run(
        () -> {
          // Row 2 is wrong as it is.
          Batch batch = bars(new int[] {3, 3, 3}, 1, 1, 0);
          Candidates found = run(new StAdv(60, .1, .01), counting, batch, Goal.untargeted());
          assertThat(model.predict(found.points(), batch.draws(0, "")).ints())
              .containsExactly(0, 0, 1);
          int[] steps = found.steps();
          assertThat(steps[0]).isBetween(2, 59);
          assertThat(steps[1]).isBetween(2, 59);
          assertThat(steps[2]).isZero();
          int passes = steps[0] + 1 + steps[1] + 1 + 1;
          assertThat(counting.forward()).isEqualTo(passes);
          assertThat(counting.backward()).isEqualTo(passes);
          float[] values = found.points().floats();
          assertThat(Arrays.copyOfRange(values, 72, 108))
              .containsExactly(Arrays.copyOfRange(batch.inputs().floats(), 72, 108));
          for (float value : values) {
            assertThat(value).isBetween(0f, 1f);
          }
        });
  }

  @Test
  void whatNothingBreaksKeepsItsCleanPoint() {
    CountingModel counting = new CountingModel(halves(99));
    Scope.run(
        () -> {
          Batch batch = bars(new int[] {2, 4}, 2, 2);
          Candidates found = run(new StAdv(5, .1, .01), counting, batch, Goal.untargeted());
          assertThat(found.steps()).containsExactly(5, 5);
          assertThat(found.points().floats()).containsExactly(batch.inputs().floats());
        });
    assertThat(counting.forward()).isEqualTo(2 * (5 + 1));
    assertThat(counting.backward()).isEqualTo(2 * 5);
  }

  @Test
  void targetsAndNoOthersCount() {
    Scope.run(
        () -> {
          NetworkModel model = halves(-1);
          Batch batch = bars(new int[] {3, 3}, 1, 1);
          Goal goal = new Goal.Targeted(new int[] {0, 2});
          Candidates found = run(new StAdv(80, .1, 0), model, batch, goal);
          assertThat(model.predict(found.points(), batch.draws(0, "")).ints())
              .containsExactly(0, 1);
        });
  }

  @Test
  void aSamplesResultDoesNotDependOnItsBatch() {
    NetworkModel model = Victims.pictures(2, 5, 7, 3, 4);
    StAdv attack = new StAdv(12, .1, .001);
    Scope.run(
        () -> {
          Batch all = Victims.predicted(model, Victims.pixels(5 * 70, 9), 5);
          int[] order = {3, 0, 4, 1, 2};
          Candidates together = run(attack, model, all.rows(order), Goal.untargeted());
          for (int i = 0; i < 5; i++) {
            Candidates alone = run(attack, model, all.rows(order[i]), Goal.untargeted());
            assertThat(alone.points().floats())
                .containsExactly(
                    Arrays.copyOfRange(together.points().floats(), 70 * i, 70 * (i + 1)),
                    within(1e-4f));
          }
        });
  }

  @Test
  void roughnessIsSummedOverNeighbours() {
    double[] flow = new double[2 * 3 * 4 * 2];
    Arrays.setAll(flow, i -> Math.sin(3 * i));
    double[] expected = new double[2];
    for (int i = 0; i < 24; i++) {
      int x = i % 4;
      int y = Math.floorMod(Math.floorDiv(i, 4), 3);
      for (int[] step : new int[][] {{-1, 0}, {1, 0}, {0, -1}, {0, 1}}) {
        int nextX = x + step[0];
        int nextY = y + step[1];
        if (nextX >= 0 && nextX < 4 && nextY >= 0 && nextY < 3) {
          int other = i + step[0] + 4 * step[1];
          expected[Math.floorDiv(i, 12)] +=
              Math.hypot(flow[2 * i] - flow[2 * other], flow[2 * i + 1] - flow[2 * other + 1]);
        }
      }
    }
    Scope.run(
        () -> {
          assertThat(Flow.roughness(Tensors.of(flow, 2, 3, 4, 2)).doubles())
              .containsExactly(expected, within(1e-6));
          Tensor still = Autograd.variable(Tensors.zeros(Tensors.scalar(0).dtype(), 1, 3, 4, 2));
          assertThat(Autograd.grad(Reductions.sum(Flow.roughness(still)), still).floats())
              .containsOnly(0);
        });
  }

  /** Against the engine's own, on x², which rises and falls at rates of its own. */
  @Test
  void adamIsTheEngines() {
    Scope.run(
        () -> {
          Tensor weights = Autograd.variable(Tensors.of(new float[] {1, -.3f, 2}, 3));
          Tensor factors = Tensors.of(new float[] {1, 5, .1f}, 3);
          Adam adam = Adam.at(weights.copied(), .05);
          try (Optimizer engine = new Optimizer.AdamStyle(.05, 0, false).over(List.of(weights))) {
            for (int i = 1; i <= 40; i++) {
              adam = adam.climbed(adam.at().times(factors).times(-2), i);
              engine.minimise(Reductions.sum(weights.times(weights).times(factors)), 0);
            }
          }
          assertThat(adam.at().floats()).containsExactly(weights.floats(), within(1e-5f));
        });
  }

  /** AdverTorch's LeNet-5, undefended: all of the first 16 digits give way to bending. */
  @Test
  void digitsGiveWay() {
    NetworkModel model = PublishedModels.advertorch();
    Scope.run(
        () -> {
          Batch batch =
              Batch.read(PublishedModels.mnist(), IntStream.range(0, 16).toArray(), Device.CPU);
          Candidates found = run(new StAdv(), model, batch, Goal.untargeted());
          assertThat(
                  Goal.untargeted()
                      .met(model.predict(found.points(), batch.draws(0, "")), batch.labels()))
              .doesNotContain(false);
        });
  }

  @Test
  void badSettingsAreNamed() {
    assertThatThrownBy(() -> new StAdv(0, .1, .1))
        .isInstanceOf(BadInputException.class)
        .hasMessage("stadv wants at least 1 step, not 0");
    assertThatThrownBy(() -> new StAdv(1, 0, .1))
        .isInstanceOf(BadInputException.class)
        .hasMessage("the rate of stadv must be a positive number of pixels, not 0.0");
    assertThatThrownBy(() -> new StAdv(1, .1, -1))
        .isInstanceOf(BadInputException.class)
        .hasMessage("tau of stadv must be a number from 0 on, not -1.0");
  }
}
