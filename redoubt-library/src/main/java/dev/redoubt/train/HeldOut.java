package dev.redoubt.train;

import dev.redoubt.attack.Attack;
import dev.redoubt.attack.Fgsm;
import dev.redoubt.attack.LossGradient;
import dev.redoubt.attack.Pgd;
import dev.redoubt.attack.StepSize;
import dev.redoubt.certify.smoothing.Smoothing;
import dev.redoubt.data.Batch;
import dev.redoubt.data.Dataset;
import dev.redoubt.loss.CrossEntropy;
import dev.redoubt.model.GradientModel;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.InputDomain;
import dev.redoubt.threat.ThreatModel;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The slice of the training data that is never trained on, and what is measured on it. */
final class HeldOut {
  private static final int BATCH = 256;
  private static final Pgd PGD = Pgd.of(10, new StepSize.OfEpsilon(0.25), 1);
  private static final Fgsm FGSM = new Fgsm();

  private final Dataset dataset;
  private final int[] indices;
  private final List<ThreatModel> threats;
  private final Optional<Smoothing> smoothing;
  private final long seed;
  private final Device device;

  HeldOut(Dataset dataset, int[] indices, Objective objective, long seed, Device device) {
    this.dataset = dataset;
    this.indices = indices;
    this.smoothing = objective.smoothing();
    // A base classifier for smoothing is never deployed alone, so its own robustness says nothing.
    this.threats = smoothing.isPresent() ? List.of() : objective.threats();
    this.seed = seed;
    this.device = device;
  }

  /** What an epoch's weights can do. */
  record Measures(double clean, double robust, double noisy, CollapseAlarm.Signs signs) {
    static final Measures NONE =
        new Measures(Double.NaN, Double.NaN, Double.NaN, CollapseAlarm.Signs.NONE);
  }

  int size() {
    return indices.length;
  }

  /**
   * Measures a model.
   *
   * @param epsilonFactor the share of the budget at which the signs of a collapse are taken
   */
  Measures measure(GradientModel model, double epsilonFactor) {
    if (indices.length == 0) {
      return Measures.NONE;
    }
    double[] sums = new double[6];
    for (int from = 0; from < indices.length; from += BATCH) {
      int[] some = Arrays.copyOfRange(indices, from, Math.min(indices.length, from + BATCH));
      double[] own = Scope.value(() -> sums(model, some, epsilonFactor));
      for (int i = 0; i < sums.length; i++) {
        sums[i] += own[i];
      }
    }
    for (int i = 0; i < sums.length; i++) {
      sums[i] /= indices.length;
    }
    return new Measures(
        sums[0], sums[1], sums[2], new CollapseAlarm.Signs(sums[3], sums[4], sums[5]));
  }

  /** Sums over samples: clean, robust, noisy, FGSM, PGD at the trained budget, cosine. */
  private double[] sums(GradientModel model, int[] some, double factor) {
    Batch batch = Batch.read(dataset, some, device);
    Draws draws = batch.draws(seed, "train/held-out");
    boolean[] clean = right(model, batch, batch.inputs(), draws);
    double[] sums = {count(clean), Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN};
    if (smoothing.isPresent()) {
      Tensor changed = smoothing.get().randomize(batch.inputs(), draws.of("noise"));
      sums[2] = count(right(model, batch, changed, draws));
    }
    if (threats.isEmpty()) {
      return sums;
    }
    boolean[] standing = clean.clone();
    int first = 0;
    for (int t = 0; t < threats.size(); t++) {
      boolean[] robust = attacked(PGD, model, batch, threats.get(t), draws);
      first = t == 0 ? count(robust) : first;
      for (int i = 0; i < standing.length; i++) {
        standing[i] &= robust[i];
      }
    }
    ThreatModel full = threats.get(0);
    ThreatModel now = factor == 1 ? full : full.withEpsilon(full.epsilon() * factor);
    sums[1] = count(standing);
    sums[3] = count(attacked(FGSM, model, batch, now, draws));
    sums[4] = factor == 1 ? first : count(attacked(PGD, model, batch, now, draws));
    sums[5] = cosines(model, batch, now, draws);
    return sums;
  }

  private static boolean[] attacked(
      Attack<GradientModel> attack,
      GradientModel model,
      Batch batch,
      ThreatModel threat,
      Draws draws) {
    Tensor points = attack.propose(model, batch, threat, Goal.untargeted(), draws).points();
    return right(model, batch, points, draws);
  }

  private static boolean[] right(GradientModel model, Batch batch, Tensor points, Draws draws) {
    int[] predictions = model.predict(points, draws).ints();
    int[] labels = batch.labels().ints();
    boolean[] right = new boolean[labels.length];
    for (int i = 0; i < labels.length; i++) {
      right[i] = predictions[i] == labels[i];
    }
    return right;
  }

  private static int count(boolean[] right) {
    int count = 0;
    for (boolean one : right) {
      count += one ? 1 : 0;
    }
    return count;
  }

  private static double cosines(GradientModel model, Batch batch, ThreatModel threat, Draws draws) {
    Tensor x = batch.inputs();
    Tensor shaken =
        threat
            .norm()
            .ball(x, threat.epsilon(), InputDomain.of(model.input()))
            .project(x.plus(threat.norm().random(x, threat.epsilon(), draws.of("cosine"))));
    Tensor here = gradient(model, batch, x, draws);
    Tensor there = gradient(model, batch, shaken, draws);
    Tensor product = Reductions.sumPerSample(here.times(there));
    Tensor lengths = Reductions.l2PerSample(here).times(Reductions.l2PerSample(there));
    return Reductions.sum(product.dividedBy(Elementwise.atLeast(lengths, 1e-30))).item();
  }

  private static Tensor gradient(GradientModel model, Batch batch, Tensor x, Draws draws) {
    return LossGradient.at(model, x, batch.labels(), Goal.untargeted(), new CrossEntropy(), draws)
        .gradient();
  }
}
