package dev.redoubt.train;

import dev.redoubt.data.Batch;
import dev.redoubt.data.InputSpec;
import dev.redoubt.nn.Mode;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.Pass;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Tensor;

/**
 * Training of denoising autoencoders (Vincent et al. 2010, section 3): from a sample under noise to
 * the sample without, by the squared error.
 */
record Reconstruction(
    NoiseLevels noise, Course course, InputSpec input, NetworkWeights trainee, HeldOutNoise heldOut)
    implements Task<DenoisingEpoch> {
  @Override
  public Class<DenoisingEpoch> epochType() {
    return DenoisingEpoch.class;
  }

  @Override
  public String fingerprint() {
    return "denoise|" + noise + "|" + course;
  }

  @Override
  public Exercise exercise(Batch batch, Moment moment) {
    Tensor clean = batch.inputs();
    Tensor noisy = noise.drawn(clean, input, moment.draws());
    double range = input.high() - input.low();
    Pass pass = new Pass(Mode.TRAIN, moment.draws().of("forward"));
    return () -> {
      Tensor error = network().forward(noisy, pass).minus(clean).dividedBy(range);
      return Reductions.mean(error.times(error));
    };
  }

  @Override
  public void calibrate(Batch batch, Draws draws) {
    Tensor noisy = noise.drawn(batch.inputs(), input, draws);
    Autograd.noGrad(() -> network().forward(noisy, new Pass(Mode.TRAIN, draws.of("forward"))));
  }

  @Override
  public DenoisingEpoch measure(EpochFacts facts) {
    HeldOutNoise.Ratios ratios = heldOut.measure(network());
    return new DenoisingEpoch(
        facts.epoch(),
        facts.loss(),
        ratios.denoised(),
        ratios.noisy(),
        ratios.clean(),
        facts.learningRate(),
        facts.seconds().getAsDouble());
  }

  private Network network() {
    return trainee.network();
  }
}
