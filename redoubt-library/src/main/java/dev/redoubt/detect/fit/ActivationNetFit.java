package dev.redoubt.detect.fit;

import dev.redoubt.BadInputException;
import dev.redoubt.data.Dataset;
import dev.redoubt.detect.score.ActivationNet;
import dev.redoubt.model.Layer;
import dev.redoubt.nn.Mode;
import dev.redoubt.nn.Network;
import dev.redoubt.tensor.Activation;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Optimizer;
import dev.redoubt.tensor.RandomStream;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * How {@link ActivationNet} is fitted: by Adam, from the cross-entropy of adversarial samples and
 * of clean and noisy ones, both kinds with the same weight. The same lessons give the same network.
 *
 * @param layer that is read; empty for the last hidden one
 * @param hidden units, at least 1
 * @param epochs over the contrast, at least 1
 */
public record ActivationNetFit(Optional<String> layer, int hidden, int epochs) {
  /** Samples a step, each clean, noisy and adversarial. */
  private static final int BATCH = 32;

  private static final double LEARNING_RATE = 1e-3;

  /** Layers with more values a sample would not fit into memory. */
  private static final long WIDEST = 1 << 16;

  /** Deviation under this share of the largest counts as none. */
  private static final double ROUNDING = 1e-6;

  /** The last hidden layer, 64 units, 20 epochs (as Metzen et al. 2017, section 4.1). */
  public ActivationNetFit() {
    this(Optional.empty(), 64, 20);
  }

  /** Checks. */
  public ActivationNetFit {
    if (hidden < 1 || epochs < 1) {
      throw new BadInputException(
          "detector binary wants at least 1 hidden unit and 1 epoch, not %d and %d"
              .formatted(hidden, epochs));
    }
  }

  /** What is learnt from: the same samples in the same rows. */
  private record Sides(Tensor clean, Tensor noisy, Tensor adversarial) {}

  /**
   * Learns.
   *
   * @throws BadInputException if the layer does not exist or is too wide, or there are no
   *     adversarial samples
   */
  public ActivationNet fit(Lessons lessons) {
    Layer read = DefaultLayers.last(ActivationNet.KIND, lessons.layers(), layer);
    Contrast contrast =
        lessons
            .contrast()
            .orElseThrow(
                () ->
                    new BadInputException(
                        "detector binary learns from adversarial samples: give --threat and"
                            + " --attack"));
    long width = read.shape().stream().reduce(1L, Math::multiplyExact);
    if (width > WIDEST) {
      throw new BadInputException(
          String.format(
              Locale.ROOT,
              "layer %s has %,d values a sample, detector %s takes at most %,d: name another layer",
              read.name(),
              width,
              ActivationNet.KIND,
              WIDEST));
    }
    return Scope.value(
        () -> {
          Tensor clean = values(lessons, contrast.clean(), read, "clean");
          Tensor noisy = values(lessons, contrast.noisy(), read, "noisy");
          Tensor adversarial = values(lessons, contrast.adversarial(), read, "adversarial");
          Tensor all = Layout.concat(List.of(clean, noisy, adversarial), 0);
          Tensor centre = Reductions.mean(all, new long[] {0}, false);
          Tensor scale = scale(all.minus(centre));
          Network network =
              Network.create(
                  ActivationNet.graph(Math.toIntExact(all.size(1)), hidden), lessons.seed());
          learn(
              network,
              new Sides(
                  clean.minus(centre).times(scale),
                  noisy.minus(centre).times(scale),
                  adversarial.minus(centre).times(scale)),
              lessons.seed());
          return new ActivationNet(
              read.name(), epochs, Scope.own(centre), Scope.own(scale), network);
        });
  }

  private static Tensor values(Lessons lessons, Dataset samples, Layer read, String purpose) {
    return Features.of(lessons, samples, Set.of(read.name()), Layout::flatten, purpose)
        .of(read.name());
  }

  /** One over the deviation; where a value never varies, over the mean deviation of all. */
  private static Tensor scale(Tensor centred) {
    Tensor deviations =
        Elementwise.sqrt(Reductions.mean(centred.times(centred), new long[] {0}, false));
    double mean = Reductions.mean(deviations).item();
    double usual = mean > 0 ? mean : 1;
    Tensor varies = Elementwise.greater(deviations, ROUNDING * usual);
    Tensor others = deviations.times(0).plus(usual);
    return Elementwise.where(varies, deviations, others).reciprocal();
  }

  private void learn(Network network, Sides sides, long seed) {
    int n = sides.clean().rows();
    int steps = (n + BATCH - 1) / BATCH;
    try (Optimizer optimizer =
        new Optimizer.AdamStyle(LEARNING_RATE, 0, false).over(network.trainable())) {
      Optimizer.trainable(network.trainable(), true);
      for (int epoch = 0; epoch < epochs; epoch++) {
        int[] order = RandomStream.of(seed, -1, "detect/binary/epoch-" + epoch).permutation(n);
        for (int step = 0; step < steps; step++) {
          int[] rows = Arrays.copyOfRange(order, step * BATCH, Math.min(n, (step + 1) * BATCH));
          double left = 1 - (epoch + (double) step / steps) / epochs;
          optimizer.learningRate(LEARNING_RATE * left);
          Scope.run(() -> optimizer.minimise(loss(network, sides, rows), 0));
        }
      }
    } finally {
      Optimizer.trainable(network.trainable(), false);
    }
  }

  private static Tensor loss(Network network, Sides sides, int[] rows) {
    Tensor clean = logits(network, sides.clean(), rows);
    Tensor noisy = logits(network, sides.noisy(), rows);
    Tensor adversarial = logits(network, sides.adversarial(), rows).negated();
    Tensor quiet = Activation.softplus(clean).plus(Activation.softplus(noisy)).times(0.5);
    return Reductions.mean(quiet.plus(Activation.softplus(adversarial)));
  }

  private static Tensor logits(Network network, Tensor values, int[] rows) {
    return network.forward(Layout.rows(values, rows), Mode.EVAL);
  }
}
