package dev.redoubt.detect.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.Victims;
import dev.redoubt.data.Batch;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.InputSpec;
import dev.redoubt.detect.score.Divergence;
import dev.redoubt.detect.score.Energy;
import dev.redoubt.detect.score.FeatureSqueezing;
import dev.redoubt.detect.score.KeptFile;
import dev.redoubt.detect.score.LogitOdds;
import dev.redoubt.detect.score.MaxSoftmax;
import dev.redoubt.detect.score.Reconstruction;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.model.Observation;
import dev.redoubt.model.PurifierBundle;
import dev.redoubt.nn.Mode;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.architecture.DenoisingAutoencoder;
import dev.redoubt.pipeline.DifferentiableRest;
import dev.redoubt.purify.BitDepth;
import dev.redoubt.purify.MedianFilter;
import dev.redoubt.purify.Thermometer;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scores of logits, under squeezing, noise and reconstruction, against plain arithmetic. */
final class LogitScoresTest {
  private static final InputSpec EIGHT = InputSpec.image(1, 8, 8);
  private static final NetworkModel MODEL = Classroom.pictures();
  private static final Dataset SAMPLES = Classroom.samples(Classroom.IMAGE, 24, 6);

  @TempDir private Path folder = Path.of("");

  private static double[][] logits(NetworkModel model, Tensor x) {
    return Examination.rows(model.logits(x, Draws.NONE));
  }

  private static double[] softmax(double[] logits, double temperature) {
    double[] powers = Arrays.stream(logits).map(z -> Math.exp(z / temperature)).toArray();
    double sum = Arrays.stream(powers).sum();
    return Arrays.stream(powers).map(power -> power / sum).toArray();
  }

  private static Batch all(Dataset samples) {
    return Batch.read(samples, IntStream.range(0, samples.size()).toArray(), Device.CPU);
  }

  @Test
  void theBaselinesAreThoseOfTheirFormulas() {
    Scope.run(
        () -> {
          double[][] logits = logits(MODEL, all(SAMPLES).inputs());
          double[] confidence = Examination.scores(MODEL, new MaxSoftmax(), SAMPLES);
          double[] energy = Examination.scores(MODEL, new Energy(2.5), SAMPLES);
          for (int row = 0; row < logits.length; row++) {
            double top = Arrays.stream(softmax(logits[row], 1)).max().orElseThrow();
            double sum = Arrays.stream(logits[row]).map(z -> Math.exp(z / 2.5)).sum();
            assertThat(confidence[row]).isCloseTo(-Math.log(top), within(1e-5));
            assertThat(energy[row]).isCloseTo(-2.5 * Math.log(sum), within(1e-5));
          }
        });
    Examination.assertThatItsGradientIsRight(MODEL, new MaxSoftmax(), SAMPLES, 0, 5);
    Examination.assertThatItsGradientIsRight(MODEL, new Energy(2.5), SAMPLES, 0, 5);
    Examination.assertThatItIsTheSame(
        MODEL, new Energy(2.5), Energy.of(new Energy(2.5).state()), SAMPLES);
  }

  /** Of a sure classifier too: one minus the largest probability would be zero there. */
  @Test
  void aSureClassifierStillHasASlope() {
    Scope.run(
        () -> {
          Batch batch = all(SAMPLES).rows(0, 1, 2);
          Tensor leaf = Autograd.variable(batch.inputs());
          Tensor own = MODEL.logitsOnTape(leaf, Draws.NONE);
          Tensor top = Reductions.largest(own.detached(), 2).values();
          Tensor margin = Layout.columns(top, 0, 1).minus(Layout.columns(top, 1, 2));
          Tensor logits = own.dividedBy(margin).times(40);
          Tensor score =
              new MaxSoftmax().of(Observation.of(logits), (x, draws) -> logits, leaf, Draws.NONE);
          Tensor slope = Autograd.grad(Reductions.sum(score), leaf);
          for (double length : Reductions.l2PerSample(slope).doubles()) {
            assertThat(length).isPositive();
          }
        });
  }

  private static FeatureSqueezing squeezing() {
    return new FeatureSqueezing(
        List.of(new BitDepth(1, Classroom.IMAGE), new MedianFilter(2, Classroom.IMAGE)), "both");
  }

  @Test
  void squeezingIsTheLargestChangeOfTheProbabilities() {
    double[] found = Examination.scores(MODEL, squeezing(), SAMPLES);
    Scope.run(
        () -> {
          Tensor x = all(SAMPLES).inputs();
          double[][] plain = logits(MODEL, x);
          for (int row = 0; row < found.length; row++) {
            double largest = 0;
            for (var squeezer : squeezing().squeezers()) {
              double[][] changed = logits(MODEL, squeezer.apply(x, Draws.NONE));
              double[] before = softmax(plain[row], 1);
              double[] after = softmax(changed[row], 1);
              double sum = 0;
              for (int k = 0; k < before.length; k++) {
                sum += Math.abs(before[k] - after[k]);
              }
              largest = Math.max(largest, sum);
            }
            assertThat(found[row]).isCloseTo(largest, within(1e-5));
          }
        });
    Examination.assertThatRowsStandForThemselves(MODEL, squeezing(), SAMPLES);
    assertThat(squeezing().passes()).isEqualTo(2);
  }

  /** Rounding has no slope; the squeezer's surrogate has the identity's. */
  @Test
  void squeezersGiveTheSlopeOfTheirSurrogates() {
    FeatureSqueezing rounding =
        new FeatureSqueezing(List.of(new BitDepth(3, Classroom.IMAGE)), "bit-depth:3");
    Scope.run(
        () -> {
          Tensor leaf = Autograd.variable(all(SAMPLES).inputs());
          Tensor before = MODEL.logits(leaf.detached(), Draws.NONE);
          Tensor score =
              rounding.of(Observation.of(before), new DifferentiableRest(MODEL), leaf, Draws.NONE);
          Tensor slope = Autograd.grad(Reductions.sum(score), leaf);
          assertThat(Arrays.stream(slope.doubles()).filter(v -> v != 0).count())
              .isGreaterThan(SAMPLES.size());
        });
  }

  @Test
  void squeezersThatChangeTheShapeAreRefused() {
    assertThatThrownBy(
            () ->
                new FeatureSqueezing(List.of(new Thermometer(4, Classroom.IMAGE)), "thermometer:4"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("keep the shape and range");
    assertThatThrownBy(() -> new FeatureSqueezing(List.of(), ""))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("at least one squeezer");
  }

  /** Draw by draw in plain doubles, from the very noise of the score. */
  @Test
  void oddsAreStandardisedShiftsOfTheLogits() {
    LogitOdds score = new LogitOddsFit(.1, 5, 100).fit(Classroom.lessons(MODEL, SAMPLES));
    double[] found = Examination.scores(MODEL, score, SAMPLES);
    Scope.run(
        () -> {
          Batch batch = all(SAMPLES);
          Tensor x = batch.inputs();
          Tensor copies = Layout.copies(x, 5);
          Tensor noise = batch.draws(1, "").of("noise").copies(5).gaussianLike(copies);
          double[][] plain = logits(MODEL, x);
          double[][] noisy = logits(MODEL, copies.plus(.1, noise));
          double[][] mean = Examination.rows(score.mean());
          double[][] deviation = Examination.rows(score.deviation());
          int n = plain.length;
          for (int row = 0; row < n; row++) {
            int y = best(plain[row]);
            double highest = Double.NEGATIVE_INFINITY;
            for (int k = 0; k < Classroom.CLASSES; k++) {
              if (k == y) {
                continue;
              }
              double sum = 0;
              for (int draw = 0; draw < 5; draw++) {
                double[] z = noisy[draw * n + row];
                sum += z[k] - z[y] - (plain[row][k] - plain[row][y]);
              }
              highest = Math.max(highest, (sum / 5 - mean[y][k]) / deviation[y][k]);
            }
            assertThat(found[row]).isCloseTo(highest, within(2e-4));
          }
        });
    Examination.assertThatRowsStandForThemselves(MODEL, score, SAMPLES);
    Examination.assertThatItsGradientIsRight(MODEL, score, SAMPLES, 0, 5);
    Examination.assertThatItIsTheSame(MODEL, score, LogitOdds.of(score.state()), SAMPLES);
    assertThat(score.passes()).isEqualTo(5);
  }

  private static int best(double[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }

  /** What it learns: standardised, the shifts of clean samples have mean 0 and deviation 1. */
  @Test
  void cleanShiftsAreStandard() {
    Dataset clean = Classroom.samples(Classroom.IMAGE, 300, 5);
    LogitOdds score = new LogitOddsFit(.1, 1, 300).fit(Classroom.lessons(MODEL, clean));
    Scope.run(
        () -> {
          Batch batch = all(clean);
          Tensor logits = MODEL.logits(batch.inputs(), Draws.NONE);
          Tensor predicted = Reductions.argmax(logits, 1);
          Tensor shifts =
              LogitOdds.shifts(
                  logits,
                  predicted,
                  new DifferentiableRest(MODEL),
                  batch.inputs(),
                  .1,
                  8,
                  batch.draws(77, "fresh"));
          double[] values = shifts.doubles();
          double[][] mean = Examination.rows(score.mean());
          double[][] deviation = Examination.rows(score.deviation());
          int[] classes = predicted.ints();
          double sum = 0;
          double squares = 0;
          int count = 0;
          for (int i = 0; i < values.length; i++) {
            int y = classes[i / Classroom.CLASSES % classes.length];
            int k = i % Classroom.CLASSES;
            if (k != y) {
              double z = (values[i] - mean[y][k]) / deviation[y][k];
              sum += z;
              squares += z * z;
              count++;
            }
          }
          assertThat(sum / count).isCloseTo(0, within(.06));
          assertThat(squares / count).isCloseTo(1, within(.08));
        });
  }

  private KeptFile denoiser(Network network) throws IOException {
    Path file = folder.resolve("denoiser.safetensors");
    new PurifierBundle(network, EIGHT, Map.of()).write(file);
    return new KeptFile("denoiser.safetensors", Files.readAllBytes(file));
  }

  @Test
  void reconstructionAndDivergenceAreThoseOfTheirFormulas() throws IOException {
    Network network = Network.create(new DenoisingAutoencoder(2).graph(EIGHT.shape(), 0, 1), 5);
    KeptFile file = denoiser(network);
    NetworkModel model = Victims.pictures(1, 8, 8, 3, 4);
    Dataset samples = Classroom.samples(EIGHT, 24, 8);
    for (int power : new int[] {1, 2}) {
      Reconstruction score = new Reconstruction(file, power, EIGHT);
      double[] found = Examination.scores(model, score, samples);
      Scope.run(
          () -> {
            Tensor x = all(samples).inputs();
            double[][] before = Examination.rows(Layout.flatten(x));
            double[][] after = Examination.rows(Layout.flatten(network.forward(x, Mode.EVAL)));
            for (int row = 0; row < found.length; row++) {
              double sum = 0;
              for (int i = 0; i < 64; i++) {
                double clipped = Math.min(1, Math.max(0, after[row][i]));
                sum += Math.pow(Math.abs(before[row][i] - clipped), power);
              }
              assertThat(found[row]).isCloseTo(sum / 64, within(1e-6));
            }
          });
      Examination.assertThatItIsTheSame(
          model, score, Reconstruction.of(score.state(), EIGHT), samples);
    }
    Divergence divergence = new Divergence(file, 4, EIGHT);
    double[] found = Examination.scores(model, divergence, samples);
    Scope.run(
        () -> {
          Tensor x = all(samples).inputs();
          double[][] before = logits(model, x);
          double[][] after = logits(model, divergence.autoencoder().apply(x, Draws.NONE));
          for (int row = 0; row < found.length; row++) {
            double[] p = softmax(before[row], 4);
            double[] q = softmax(after[row], 4);
            double sum = 0;
            for (int k = 0; k < p.length; k++) {
              double middle = (p[k] + q[k]) / 2;
              sum += p[k] * Math.log(p[k] / middle) + q[k] * Math.log(q[k] / middle);
            }
            assertThat(found[row]).isCloseTo(sum / 2, within(1e-6));
          }
        });
    Examination.assertThatItIsTheSame(
        model, divergence, Divergence.of(divergence.state(), EIGHT), samples);
    assertThat(divergence.passes()).isEqualTo(1);
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    for (double value : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> new Energy(value)).isInstanceOf(BadInputException.class);
      assertThatThrownBy(() -> new LogitOddsFit(value, 8, 10))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("sigma");
    }
    assertThatThrownBy(() -> new LogitOddsFit(.1, 0, 10))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("copies");
  }
}
