package dev.redoubt.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.data.InputSpec;
import dev.redoubt.diffusion.NoiseSchedule.Form;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.operator.Multiply;
import dev.redoubt.nn.operator.Normalize;
import dev.redoubt.nn.operator.Reshape;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensors;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Samples from noise, against the same in plain Java. */
class GenerationTest {
  private static final InputSpec INPUT = new InputSpec(List.of(2), 0, 4);
  private static final int STEPS = 20;

  /** A model that says {@code x · step / 40}. */
  private static DiffusionModel model(Form form) {
    Graph.Builder builder = Graph.builder();
    builder.add("column", new Reshape(List.of(-1L, 1L)), Graph.TIME);
    builder.add("share", new Normalize(List.of(0.0), List.of(40.0)), "column");
    builder.add("noise", new Multiply(), Graph.INPUT, "share");
    return new DiffusionModel(
        Network.create(builder.build(), 0), new NoiseSchedule(form, STEPS), INPUT);
  }

  /** Ho et al. 2020, algorithm 2, by way of the clean sample, which is clipped. */
  @ParameterizedTest
  @CsvSource({"LINEAR, 20", "LINEAR, 7", "COSINE, 20", "COSINE, 1"})
  void isAncestralSamplingWithClippedGuesses(Form form, int steps) {
    NoiseSchedule schedule = new NoiseSchedule(form, STEPS);
    float[] sample =
        new Generation(model(form), steps, 3, Device.CPU).samples(5, done -> {}).get(4);
    double[] x = normal("start");
    int clipped = 0;
    for (int i = 0; i < steps; i++) {
      int from = (int) Math.round((double) STEPS * (steps - i) / steps);
      int to = (int) Math.round((double) STEPS * (steps - i - 1) / steps);
      double now = schedule.alphaBar(from);
      double next = schedule.alphaBar(to);
      double alpha = now / next;
      double[] fresh = normal("step-" + i);
      for (int j = 0; j < 2; j++) {
        double noise = x[j] * (from - 1) / 40;
        double clean = (x[j] - Math.sqrt(1 - now) * noise) / Math.sqrt(now);
        clipped += Math.abs(clean) > 1 ? 1 : 0;
        double kept = Math.max(-1, Math.min(1, clean));
        x[j] =
            Math.sqrt(next) * (1 - alpha) / (1 - now) * kept
                + Math.sqrt(alpha) * (1 - next) / (1 - now) * x[j]
                + Math.sqrt((1 - next) / (1 - now) * (1 - alpha)) * fresh[j];
      }
    }
    assertThat(clipped).as("guesses beyond the range").isPositive();
    for (int j = 0; j < 2; j++) {
      double pixel = Math.max(-1, Math.min(1, x[j])) * 2 + 2;
      assertThat((double) sample[j]).isCloseTo(pixel, within(1e-4));
    }
  }

  /** The draws of sample 4. */
  private static double[] normal(String purpose) {
    Draws draws = new Draws(3, new long[] {4}, "generation").of(purpose);
    return Scope.value(() -> draws.gaussianLike(Tensors.zeros(DType.FLOAT32, 1, 2)).doubles());
  }

  /** The first few samples are the same however many are asked for, and whatever the batch. */
  @Test
  void samplesAreNumbered() {
    List<float[]> many =
        new Generation(model(Form.LINEAR), 7, 3, Device.CPU).samples(70, done -> {});
    List<float[]> few = new Generation(model(Form.LINEAR), 7, 3, Device.CPU).samples(3, done -> {});
    float[] other =
        new Generation(model(Form.LINEAR), 7, 4, Device.CPU).samples(1, done -> {}).get(0);

    assertThat(many).hasSize(70);
    assertThat(many.get(65)).isNotEqualTo(many.get(1));
    for (float[] point : many) {
      assertThat(Math.min(point[0], point[1])).isNotNegative();
      assertThat(Math.max(point[0], point[1])).isLessThanOrEqualTo(4);
    }
    for (int i = 0; i < 3; i++) {
      assertThat(few.get(i)).containsExactly(many.get(i), within(1e-5f));
    }
    assertThat(other).isNotEqualTo(many.get(0));
  }

  @Test
  void wantsStepsOfTheSchedule() {
    assertThatThrownBy(() -> new Generation(model(Form.LINEAR), 0, 3, Device.CPU))
        .hasMessage("0 steps of 20");
    assertThatThrownBy(() -> new Generation(model(Form.LINEAR), 21, 3, Device.CPU))
        .hasMessage("21 steps of 20");
  }
}
