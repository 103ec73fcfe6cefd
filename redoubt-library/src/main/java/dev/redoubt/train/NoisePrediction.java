package dev.redoubt.train;

import dev.redoubt.data.Batch;
import dev.redoubt.data.Dataset;
import dev.redoubt.diffusion.Denoised;
import dev.redoubt.diffusion.DiffusionModel;
import dev.redoubt.nn.Mode;
import dev.redoubt.nn.Pass;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** Training of diffusion models (Ho et al. 2020, algorithm 1): from a noisy sample to its noise. */
@SuppressWarnings("ArrayRecordComponent") // tables, never compared
record NoisePrediction(
    DiffusionModel model,
    double[] signals,
    Course course,
    NetworkWeights trainee,
    Dataset dataset,
    int[] heldOut,
    Device device)
    implements Task<DiffusionEpoch> {
  /** Looks at each held-out sample, at different steps, so that the mean is steady. */
  private static final int LOOKS = 4;

  private static final int BATCH = 256;

  /** The noise of examples is drawn for this. */
  private static final String EXAMPLES = "train/examples";

  @Override
  public Class<DiffusionEpoch> epochType() {
    return DiffusionEpoch.class;
  }

  @Override
  public String fingerprint() {
    return "diffusion|" + model.schedule() + "|" + course;
  }

  @Override
  public Exercise exercise(Batch batch, Moment moment) {
    NoisySamples samples = NoisySamples.of(model, signals, batch.inputs(), moment.draws());
    Pass pass = new Pass(Mode.TRAIN, moment.draws().of("forward"));
    return () -> samples.error(model, pass);
  }

  /** Group normalisation has no running statistics. */
  @Override
  public void calibrate(Batch batch, Draws draws) {}

  @Override
  public DiffusionEpoch measure(EpochFacts facts) {
    return new DiffusionEpoch(
        facts.epoch(),
        facts.loss(),
        heldOutError(),
        facts.learningRate(),
        facts.seconds().getAsDouble());
  }

  private double heldOutError() {
    double sum = 0;
    for (int look = 0; look < LOOKS; look++) {
      String purpose = "train/held-out/look-" + look;
      for (int from = 0; from < heldOut.length; from += BATCH) {
        int[] some = Arrays.copyOfRange(heldOut, from, Math.min(heldOut.length, from + BATCH));
        sum += some.length * Scope.value(() -> error(some, purpose));
      }
    }
    return sum / heldOut.length / LOOKS;
  }

  private double error(int[] some, String purpose) {
    Batch batch = Batch.read(dataset, some, device);
    Draws draws = batch.draws(course.seed(), purpose);
    NoisySamples samples = NoisySamples.of(model, signals, batch.inputs(), draws);
    Pass pass = new Pass(Mode.EVAL, Draws.NONE);
    return Autograd.noGrad(() -> samples.error(model, pass)).item();
  }

  /**
   * The first few of the held-out slice, with noise and denoised in one look.
   *
   * @param time of the noise, as a share of all steps
   */
  List<DenoisedSample> examples(int most, double time) {
    int[] some = Arrays.copyOf(heldOut, Math.min(most, heldOut.length));
    if (some.length == 0) {
      return List.of();
    }
    int step = Math.max(0, (int) Math.round(time * signals.length) - 1);
    double signal = signals[step];
    return Scope.value(
        () -> {
          Batch batch = Batch.read(dataset, some, device);
          Tensor clean = model.centred(batch.inputs());
          Tensor noise = batch.draws(course.seed(), EXAMPLES).gaussianLike(clean);
          Tensor noisy = clean.times(Math.sqrt(signal)).plus(Math.sqrt(1 - signal), noise);
          Tensor denoised = Autograd.noGrad(() -> Denoised.of(model, signal, step, noisy));
          return DenoisedSample.of(
              dataset,
              some,
              batch,
              model.pixels(noisy),
              model.pixels(Elementwise.clamp(denoised, -1, 1)));
        });
  }
}
