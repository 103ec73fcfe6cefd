package dev.redoubt.train;

import dev.redoubt.data.Batch;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.InputSpec;
import dev.redoubt.nn.Mode;
import dev.redoubt.nn.Network;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * The slice of the training data that a denoiser never learns from, and how well it denoises it.
 * The noise is the same each time, so that epochs can be compared.
 */
final class HeldOutNoise {
  private static final int BATCH = 256;

  private final Dataset dataset;
  private final int[] indices;
  private final NoiseLevels noise;
  private final long seed;
  private final Device device;

  HeldOutNoise(Dataset dataset, int[] indices, NoiseLevels noise, long seed, Device device) {
    this.dataset = dataset;
    this.indices = indices;
    this.noise = noise;
    this.seed = seed;
    this.device = device;
  }

  /** Peak signal-to-noise ratios in decibels; NaN without samples. */
  record Ratios(double denoised, double noisy, double clean) {}

  int size() {
    return indices.length;
  }

  /** Measures a network. */
  Ratios measure(Network network) {
    double[] squares = new double[3];
    for (int from = 0; from < indices.length; from += BATCH) {
      int[] some = Arrays.copyOfRange(indices, from, Math.min(indices.length, from + BATCH));
      double[] own = Scope.value(() -> squares(network, some));
      for (int i = 0; i < squares.length; i++) {
        squares[i] += own[i];
      }
    }
    return new Ratios(psnr(squares[0]), psnr(squares[1]), psnr(squares[2]));
  }

  private double psnr(double squares) {
    InputSpec input = dataset.input();
    double range = input.high() - input.low();
    double pixels = (double) indices.length * input.features();
    return -10 * Math.log10(squares / pixels / (range * range));
  }

  /** Sums of squared errors: denoised, noisy, and denoised without noise. */
  private double[] squares(Network network, int[] some) {
    Batch batch = Batch.read(dataset, some, device);
    Tensor clean = batch.inputs();
    Tensor noisy = noisy(batch);
    return new double[] {
      squares(denoised(network, noisy), clean),
      squares(noisy, clean),
      squares(denoised(network, clean), clean)
    };
  }

  private Tensor noisy(Batch batch) {
    return noise.strongest(batch.inputs(), dataset.input(), batch.draws(seed, "train/held-out"));
  }

  /** As it is deployed: within the range of inputs. */
  private Tensor denoised(Network network, Tensor x) {
    Tensor output = Autograd.noGrad(() -> network.forward(x, Mode.EVAL));
    return Elementwise.clamp(output, dataset.input().low(), dataset.input().high());
  }

  private static double squares(Tensor one, Tensor other) {
    Tensor error = one.minus(other);
    return Reductions.sum(error.times(error)).item();
  }

  /** The first few of the slice, with what a network makes of them. */
  List<DenoisedSample> examples(Network network, int most) {
    int[] some = Arrays.copyOf(indices, Math.min(most, indices.length));
    if (some.length == 0) {
      return List.of();
    }
    return Scope.value(
        () -> {
          Batch batch = Batch.read(dataset, some, device);
          Tensor noisy = noisy(batch);
          return DenoisedSample.of(dataset, some, batch, noisy, denoised(network, noisy));
        });
  }
}
