package dev.redoubt.evaluate.flag;

import dev.redoubt.attack.LossGradient;
import dev.redoubt.data.Batch;
import dev.redoubt.loss.CrossEntropy;
import dev.redoubt.loss.Loss;
import dev.redoubt.loss.Margin;
import dev.redoubt.model.GradientModel;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.Goal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a model with gradients shows on some clean samples, before any attack. */
public final class ModelChecks {
  private static final int PASSES = 5;
  private static final double SAME = 1e-4;
  private static final double ROUNDING = 1e-5;

  private ModelChecks() {}

  /**
   * All signs on a batch.
   *
   * @param averaged whether every attack with gradients averages over the draws of a random model
   */
  public static List<Flag> of(GradientModel model, Batch batch, boolean averaged, long seed) {
    List<Flag> flags = new ArrayList<>();
    randomized(model, batch, averaged, seed).ifPresent(flags::add);
    softmax(model, batch, seed).ifPresent(flags::add);
    zeroGradients(model, batch, seed).ifPresent(flags::add);
    return flags;
  }

  /** Several passes over the same samples must agree, as directions, to four digits. */
  static Optional<Flag> randomized(GradientModel model, Batch batch, boolean averaged, long seed) {
    if (model.declares().random()) {
      return averaged
          ? Optional.empty()
          : Optional.of(
              new Flag(
                  Flag.Kind.RANDOMIZED,
                  "The model says that it is random, but the attacks look at one draw a step.",
                  "Run autoattack:rand, or apgd-ce and apgd-dlr with --eot, so that gradients are averaged over draws."));
    }
    double[] largest = new double[1];
    Scope.run(
        () -> {
          Tensor first = direction(model, batch, seed, 0);
          for (int pass = 1; pass < PASSES; pass++) {
            Tensor apart = Reductions.l2PerSample(direction(model, batch, seed, pass).minus(first));
            largest[0] = Math.max(largest[0], Arrays.stream(apart.doubles()).max().orElse(0));
          }
        });
    return largest[0] <= SAME
        ? Optional.empty()
        : Optional.of(
            new Flag(
                Flag.Kind.RANDOMIZED,
                "The model says that it is deterministic, but %d passes over the same samples differ by up to %.2g of their length."
                    .formatted(PASSES, largest[0]),
                "Declare it random, so that every claim is put to a vote, and run autoattack:rand."));
  }

  private static Tensor direction(GradientModel model, Batch batch, long seed, int pass) {
    Tensor logits = model.logits(batch.inputs(), batch.draws(seed, "flags/pass-" + pass));
    Tensor length = Elementwise.atLeast(Reductions.l2PerSample(logits), 1e-30);
    return logits.dividedBy(Layout.perSample(length, logits));
  }

  /** Outputs of which each row is a distribution. */
  static Optional<Flag> softmax(GradientModel model, Batch batch, long seed) {
    double[] outputs =
        Scope.value(
            () -> model.logits(batch.inputs(), batch.draws(seed, "flags/softmax")).doubles());
    int classes = model.classes();
    for (int row = 0; row < batch.size(); row++) {
      double[] own = Arrays.copyOfRange(outputs, row * classes, (row + 1) * classes);
      boolean distribution =
          Math.abs(Arrays.stream(own).sum() - 1) < ROUNDING
              && Arrays.stream(own).allMatch(p -> p > -ROUNDING && p < 1 + ROUNDING);
      if (!distribution) {
        return Optional.empty();
      }
    }
    return Optional.of(
        new Flag(
            Flag.Kind.SOFTMAX_OUTPUTS,
            "The outputs are probabilities: cross-entropy on them has weak gradients.",
            "Attack the logits: give the model without its last softmax."));
  }

  /** Samples at which the gradient of a loss vanishes. */
  static Optional<Flag> zeroGradients(GradientModel model, Batch batch, long seed) {
    int margin = zeros(model, batch, new Margin(), seed);
    int ce = zeros(model, batch, new CrossEntropy(), seed);
    if (margin == 0 && ce == 0) {
      return Optional.empty();
    }
    String finding =
        "The gradient is exactly zero on %d of %d clean samples for the margin, on %d for cross-entropy."
            .formatted(margin, batch.size(), ce);
    String advice =
        margin > 0
            ? "Look for a part without a derivative (rounding, a hard decision) and declare what to differentiate in its place; trust attacks without gradients (square) until then."
            : "The logits are so large that cross-entropy is flat: trust the losses that don't depend on their scale (apgd-dlr, apgd-t, fab-t).";
    return Optional.of(new Flag(Flag.Kind.ZERO_GRADIENTS, finding, advice));
  }

  private static int zeros(GradientModel model, Batch batch, Loss loss, long seed) {
    double[] sizes =
        Scope.value(
            () -> {
              Tensor gradient =
                  LossGradient.at(
                          model,
                          batch.inputs(),
                          batch.labels(),
                          Goal.untargeted(),
                          loss,
                          batch.draws(seed, "flags/gradient"))
                      .gradient();
              return Reductions.maxPerSample(Elementwise.abs(gradient)).doubles();
            });
    return (int) Arrays.stream(sizes).filter(size -> size == 0).count();
  }
}
