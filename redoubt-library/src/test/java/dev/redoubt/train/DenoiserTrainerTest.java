package dev.redoubt.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetInfo;
import dev.redoubt.data.DatasetView;
import dev.redoubt.data.Datasets;
import dev.redoubt.data.FloatDataset;
import dev.redoubt.data.InputSpec;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.architecture.DenoisingAutoencoder;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Optimizer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Denoisers go through the same loop as classifiers, and learn what they are for. */
class DenoiserTrainerTest {
  private static final Dataset TINY = TinyTask.images(60, 1);
  private static final NoiseLevels NOISE = new NoiseLevels(0, .2);
  private static final RunListener<DenoisingEpoch> SILENT = new RunListener<>() {};

  @TempDir private Path folder = Path.of("");

  private static Course course(int epochs, double rate, long seed, Refinements refinements) {
    return new Course(
        new Optimizer.AdamStyle(rate, 0, false),
        new Schedule.OneCycle(.4),
        epochs,
        16,
        1,
        List.of(new HorizontalFlip()),
        12,
        seed,
        refinements);
  }

  private static Network network(Dataset data, int width) {
    InputSpec input = data.input();
    return Network.create(
        new DenoisingAutoencoder(width).graph(input.shape(), input.low(), input.high()), 3);
  }

  private static DenoiserTrainer.Result train(Course course, RunListener<DenoisingEpoch> listener) {
    return new DenoiserTrainer(NOISE, course, Device.CPU, listener)
        .train(TINY, Optional.empty(), network(TINY, 2), null);
  }

  @Test
  void takesNoiseAwayFromRoadSigns() {
    Dataset signs = DatasetView.slice(Datasets.open("roadsigns", "train"), 0, 320);
    DenoiserTrainer.Result result =
        new DenoiserTrainer(
                new NoiseLevels(.1, .2), course(3, .01, 0, Refinements.NONE), Device.CPU, SILENT)
            .train(signs, Optional.empty(), network(signs, 8), null);

    DenoisingEpoch last = result.history().get(2);
    // Noise of deviation .2 alone is at 13.98 dB; clipping takes a little of it away.
    assertThat(last.noisyPsnr()).isBetween(13.98, 15.0);
    assertThat(last.denoisedPsnr()).isGreaterThan(last.noisyPsnr() + 2.5);
    assertThat(last.cleanPsnr()).isGreaterThan(last.denoisedPsnr());
    assertThat(last.loss()).isLessThan(.5 * result.history().get(0).loss());
    assertThat(result.heldOut()).isEqualTo(12);
    assertExamplesAreWhatWasMeasured(result);
  }

  private static void assertExamplesAreWhatWasMeasured(DenoiserTrainer.Result result) {
    assertThat(result.examples()).hasSize(8);
    for (DenoisedSample sample : result.examples()) {
      double noisy = error(sample.noisy(), sample.clean());
      assertThat(Math.sqrt(noisy)).isCloseTo(.2, within(.03));
      assertThat(error(sample.denoised(), sample.clean())).isLessThan(.75 * noisy);
    }
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
    Map<String, float[]> one =
        train(course(2, .01, 3, Refinements.NONE), SILENT).network().values();
    Map<String, float[]> same =
        train(course(2, .01, 3, Refinements.NONE), SILENT).network().values();
    Map<String, float[]> other =
        train(course(2, .01, 4, Refinements.NONE), SILENT).network().values();

    assertSameBits(same, one);
    assertThat(other.get("stem.weight")).isNotEqualTo(one.get("stem.weight"));
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
    DenoiserTrainer.Result whole = train(course, SILENT);
    Path checkpoint = folder.resolve("run.checkpoint");
    StoppingListener<DenoisingEpoch> stops = new StoppingListener<>();
    for (int[] place : new int[][] {{1, 2}, {2, 1}, {3, 3}}) {
      assertThatThrownBy(() -> resumable(course, stops.at(place[0], place[1]), checkpoint))
          .isInstanceOf(StoppingListener.Stopped.class);
    }
    DenoiserTrainer.Result rest = resumable(course, stops.never(), checkpoint);

    assertThat(stops.resumed()).containsExactly(1, 10, 22);
    assertSameBits(rest.network().values(), whole.network().values());
    assertThat(rest.history().stream().map(DenoisingEpoch::timeless))
        .isEqualTo(whole.history().stream().map(DenoisingEpoch::timeless).toList());
    assertThat(rest.epoch()).isEqualTo(whole.epoch());
  }

  private static DenoiserTrainer.Result resumable(
      Course course, RunListener<DenoisingEpoch> listener, Path checkpoint) {
    return new DenoiserTrainer(NOISE, course, Device.CPU, listener, 0)
        .train(TINY, Optional.empty(), network(TINY, 2), checkpoint);
  }

  @Test
  void checkpointOfAnotherRunIsRefused() {
    Path checkpoint = folder.resolve("run.checkpoint");
    Course course = course(2, .01, 3, Refinements.NONE);
    assertThatThrownBy(
            () -> resumable(course, new StoppingListener<DenoisingEpoch>().at(2, 1), checkpoint))
        .isInstanceOf(StoppingListener.Stopped.class);

    DenoiserTrainer other = new DenoiserTrainer(new NoiseLevels(0, .3), course, Device.CPU, SILENT);
    assertThatThrownBy(() -> other.train(TINY, Optional.empty(), network(TINY, 2), checkpoint))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("other settings, data or threads");
  }

  @Test
  void wantsImagesAndNoLabels() {
    Dataset table =
        FloatDataset.of(
            new DatasetInfo("table", "train", new InputSpec(List.of(3), 0, 1), List.of("a")),
            new int[40],
            new float[120]);
    DenoiserTrainer trainer =
        new DenoiserTrainer(NOISE, course(1, .01, 0, Refinements.NONE), Device.CPU, SILENT);

    assertThatThrownBy(() -> trainer.train(table, Optional.empty(), network(TINY, 2), null))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("images", "table", "[3]");
    Course smoothing = course(1, .01, 0, Refinements.NONE.withLabelSmoothing(.1));
    assertThatThrownBy(() -> new DenoiserTrainer(NOISE, smoothing, Device.CPU, SILENT))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("label smoothing");
  }
}
