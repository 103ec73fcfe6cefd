package dev.redoubt.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.data.InputSpec;
import dev.redoubt.diffusion.DiffusionModel;
import dev.redoubt.diffusion.NoiseSchedule;
import dev.redoubt.nn.Mode;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.architecture.DiffusionMlp;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a diffusion model learns from. */
class NoisySamplesTest {
  private static final int ROWS = 2000;
  private static final NoiseSchedule SCHEDULE = new NoiseSchedule(NoiseSchedule.Form.LINEAR, 10);
  private static final DiffusionModel MODEL =
      new DiffusionModel(
          Network.create(new DiffusionMlp(8, 1).graph(List.of(2)), 1),
          SCHEDULE,
          new InputSpec(List.of(2), 2, 6));

  private static NoisySamples samples(Draws draws) {
    Tensor pixels = Tensors.full(5, DType.FLOAT32, draws.ids().length, 2);
    return NoisySamples.of(MODEL, NoisySamples.signals(SCHEDULE), pixels, draws);
  }

  private static Draws draws(int rows) {
    return new Draws(4, LongStream.range(0, rows).toArray(), "test");
  }

  /** Equation 4 of Ho et al. 2020 at the step that the model is told, 0 being the first. */
  @Test
  void noiseIsThatOfTheStepThatTheModelIsTold() {
    Scope.run(
        () -> {
          NoisySamples samples = samples(draws(ROWS));
          double[] x = samples.x().doubles();
          double[] noise = samples.noise().doubles();
          double[] steps = samples.steps().doubles();
          int[] seen = new int[10];
          for (int row = 0; row < ROWS; row++) {
            int step = (int) steps[row];
            double signal = SCHEDULE.alphaBar(step + 1);
            for (int i = 2 * row; i < 2 * row + 2; i++) {
              // 5 in [2, 6] is 0.5 in [-1, 1].
              assertThat(x[i])
                  .isCloseTo(
                      0.5 * Math.sqrt(signal) + Math.sqrt(1 - signal) * noise[i], within(1e-6));
            }
            seen[step]++;
          }
          for (int count : seen) {
            assertThat(count).isBetween(140, 260); // 200, 4.5 deviations of 13
          }
          double mean = Arrays.stream(noise).average().orElseThrow();
          double square = Arrays.stream(noise).map(v -> v * v).average().orElseThrow();
          assertThat(mean).isCloseTo(0, within(0.07));
          assertThat(square).isCloseTo(1, within(0.1));
        });
  }

  @Test
  void errorIsTheMeanSquareOfWhatIsMissed() {
    Scope.run(
        () -> {
          NoisySamples samples = samples(draws(3));
          Pass pass = new Pass(Mode.EVAL, Draws.NONE);
          double[] guess = MODEL.noise(samples.x(), samples.steps()).doubles();
          double[] noise = samples.noise().doubles();
          double sum = 0;
          for (int i = 0; i < 6; i++) {
            sum += (guess[i] - noise[i]) * (guess[i] - noise[i]);
          }
          assertThat(samples.error(MODEL, pass).item()).isCloseTo(sum / 6, within(1e-6));
        });
  }

  @Test
  void rowsDoNotDependOnTheirBatch() {
    Scope.run(
        () -> {
          NoisySamples all = samples(draws(9));
          NoisySamples some = samples(draws(9).rows(7, 2));

          assertThat(some.steps().doubles()[0]).isEqualTo(all.steps().doubles()[7]);
          assertThat(some.noise().doubles()[2]).isEqualTo(all.noise().doubles()[4]);
          assertThat(some.x().doubles()[1]).isEqualTo(all.x().doubles()[15]);
        });
  }
}
