package dev.redoubt.train;

import dev.redoubt.data.Batch;
import dev.redoubt.data.Dataset;
import dev.redoubt.diffusion.DiffusionModel;
import dev.redoubt.nn.Mode;
import dev.redoubt.nn.Pass;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import java.util.Arrays;

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
}
