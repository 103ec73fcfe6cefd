package dev.redoubt.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetInfo;
import dev.redoubt.data.FloatDataset;
import dev.redoubt.data.InputSpec;
import dev.redoubt.diffusion.DiffusionModel;
import dev.redoubt.diffusion.NoiseSchedule;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.architecture.DiffusionMlp;
import dev.redoubt.nn.architecture.DiffusionUNet;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Optimizer;
import dev.redoubt.tensor.RandomStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Diffusion models go through the same loop as classifiers, and learn to tell the noise. */
class DiffusionTrainerTest {
  private static final NoiseSchedule SCHEDULE = new NoiseSchedule(NoiseSchedule.Form.LINEAR, 50);
  private static final InputSpec TABLE = new InputSpec(List.of(2), -2, 6);
  private static final Dataset TINY = TinyTask.images(60, 1);
  private static final RunListener<DiffusionEpoch> SILENT = new RunListener<>() {};

  @TempDir private Path folder = Path.of("");

  private static Course course(int epochs, double rate, long seed, Refinements refinements) {
    return course(epochs, rate, 12, seed, refinements);
  }

  private static Course course(
      int epochs, double rate, int heldOut, long seed, Refinements refinements) {
    return new Course(
        new Optimizer.AdamStyle(rate, 0, false),
        new Schedule.OneCycle(.4),
        epochs,
        16,
        0,
        List.of(),
        heldOut,
        seed,
        refinements);
  }

  /** Two features with a deviation of 1 in a range of 8. */
  private static Dataset table(int n) {
    float[] values = new float[2 * n];
    for (int i = 0; i < n; i++) {
      RandomStream stream = RandomStream.of(5, i, "table");
      values[2 * i] = (float) Math.min(6, 3 + stream.gaussian());
      values[2 * i + 1] = (float) Math.max(-2, 1 + stream.gaussian());
    }
    return FloatDataset.of(
        new DatasetInfo("table", "train", TABLE, List.of("a")), new int[n], values);
  }

  private static DiffusionModel images(long seed) {
    Network network =
        new DiffusionUNet(List.of(4, 4), 1, Set.of(), 2, false)
            .network(TinyTask.INPUT.shape(), seed);
    return new DiffusionModel(network, SCHEDULE, TinyTask.INPUT);
  }

  private static DiffusionTrainer.Result train(
      Course course, RunListener<DiffusionEpoch> listener) {
    return new DiffusionTrainer(course, Device.CPU, listener)
        .train(TINY, Optional.empty(), images(3), null);
  }

  /**
   * With a centre m and a deviation s, the best guess is off by {@code ᾱ s² / (ᾱ s² + 1 - ᾱ)} of
   * the noise's variance at each step.
   */
  @Test
  void comesNearTheLeastErrorThatThereIs() {
    DiffusionModel model =
        new DiffusionModel(
            Network.create(new DiffusionMlp(32, 2).graph(List.of(2)), 0), SCHEDULE, TABLE);
    Course course = course(20, .01, 500, 2, Refinements.NONE.with(new Averaging.Ema(.98)));
    DiffusionTrainer.Result result =
        new DiffusionTrainer(course, Device.CPU, SILENT)
            .train(table(1500), Optional.empty(), model, null);

    double least = 0;
    for (double signal : NoisySamples.signals(SCHEDULE)) {
      double own = signal * .25 * .25;
      least += own / (own + 1 - signal) / SCHEDULE.steps();
    }
    DiffusionEpoch last = result.history().get(19);
    assertThat(last.heldOut()).isCloseTo(least, within(.02));
    assertThat(last.loss()).isCloseTo(least, within(.02));
    assertThat(result.heldOut()).isEqualTo(300);
  }

  @Test
  void examplesHaveTheNoiseOfTheirTimeAndAreDenoised() {
    DiffusionTrainer.Result result = train(course(1, .001, 0, Refinements.NONE), SILENT);

    assertThat(result.examples()).hasSize(4);
    double kept = Math.sqrt(SCHEDULE.alphaBar(10));
    double added = Math.sqrt(1 - kept * kept);
    double noise = 0;
    for (DenoisedSample sample : result.examples()) {
      for (int i = 0; i < sample.clean().length; i++) {
        double clean = 2 * sample.clean()[i] - 1;
        double noisy = 2 * sample.noisy()[i] - 1;
        noise += Math.pow((noisy - kept * clean) / added, 2) / 4 / sample.clean().length;
      }
      assertThat(error(sample.denoised(), sample.clean()))
          .isNotCloseTo(error(sample.noisy(), sample.clean()), within(1e-6));
    }
    assertThat(noise).isCloseTo(1, within(.25));
  }

  private static double error(float[] one, float[] other) {
    double squares = 0;
    for (int i = 0; i < one.length; i++) {
      squares += Math.pow(one[i] - other[i], 2);
    }
    return squares / one.length;
  }

  @Test
  void seedDecidesTheWeights() {
    Map<String, float[]> one = weights(train(course(1, .01, 3, Refinements.NONE), SILENT));
    Map<String, float[]> same = weights(train(course(1, .01, 3, Refinements.NONE), SILENT));
    Map<String, float[]> other = weights(train(course(1, .01, 4, Refinements.NONE), SILENT));

    assertSameBits(same, one);
    assertThat(other.get("conv_out.weight")).isNotEqualTo(one.get("conv_out.weight"));
  }

  private static Map<String, float[]> weights(DiffusionTrainer.Result result) {
    return result.model().network().values();
  }

  private static void assertSameBits(Map<String, float[]> one, Map<String, float[]> other) {
    assertThat(one.keySet()).isEqualTo(other.keySet());
    one.forEach(
        (name, values) -> assertThat(Arrays.equals(values, other.get(name))).as(name).isTrue());
  }

  @Test
  void runStoppedWithinEpochsGivesTheSameWeights() {
    Course course =
        course(3, .01, 3, Refinements.NONE.with(new Averaging.Ema(.9)).with(Selection.BEST));
    DiffusionTrainer.Result whole = train(course, SILENT);
    Path checkpoint = folder.resolve("run.checkpoint");
    StoppingListener<DiffusionEpoch> stops = new StoppingListener<>();
    for (int[] place : new int[][] {{1, 2}, {2, 1}, {3, 3}}) {
      assertThatThrownBy(() -> resumable(course, stops.at(place[0], place[1]), checkpoint))
          .isInstanceOf(StoppingListener.Stopped.class);
    }
    DiffusionTrainer.Result rest = resumable(course, stops.never(), checkpoint);

    assertThat(stops.resumed()).containsExactly(1, 10, 22);
    assertSameBits(weights(rest), weights(whole));
    assertThat(rest.history().stream().map(DiffusionEpoch::timeless))
        .isEqualTo(whole.history().stream().map(DiffusionEpoch::timeless).toList());
    assertThat(rest.epoch()).isEqualTo(whole.epoch());
  }

  private static DiffusionTrainer.Result resumable(
      Course course, RunListener<DiffusionEpoch> listener, Path checkpoint) {
    return new DiffusionTrainer(course, Device.CPU, listener, 0)
        .train(TINY, Optional.empty(), images(3), checkpoint);
  }

  @Test
  void checkpointOfAnotherScheduleIsRefused() {
    Path checkpoint = folder.resolve("run.checkpoint");
    Course course = course(2, .01, 3, Refinements.NONE);
    StoppingListener<DiffusionEpoch> stops = new StoppingListener<>();
    assertThatThrownBy(() -> resumable(course, stops.at(2, 1), checkpoint))
        .isInstanceOf(StoppingListener.Stopped.class);

    DiffusionModel other =
        new DiffusionModel(
            images(3).network(), new NoiseSchedule(NoiseSchedule.Form.COSINE, 50), TinyTask.INPUT);
    assertThatThrownBy(
            () ->
                new DiffusionTrainer(course, Device.CPU, SILENT)
                    .train(TINY, Optional.empty(), other, checkpoint))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("other settings, data or threads");
  }

  @Test
  void wantsItsOwnInputsAndNoLabels() {
    DiffusionTrainer trainer =
        new DiffusionTrainer(course(1, .01, 0, Refinements.NONE), Device.CPU, SILENT);

    assertThatThrownBy(() -> trainer.train(table(40), Optional.empty(), images(3), null))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("takes inputs", "[1, 6, 6]", "data table", "[2]");
    Course smoothing = course(1, .01, 0, Refinements.NONE.withLabelSmoothing(.1));
    assertThatThrownBy(() -> new DiffusionTrainer(smoothing, Device.CPU, SILENT))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("label smoothing");
  }
}
