package dev.redoubt.audit.measure;

import dev.redoubt.audit.Investigation;
import dev.redoubt.audit.SampleEvidence;
import dev.redoubt.audit.Trace;
import dev.redoubt.data.Batch;
import dev.redoubt.loss.CrossEntropy;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.ScoreModel;
import dev.redoubt.tensor.Neural;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Measures confidence and calibration with and without attack. */
public final class Confidence {
  private static final int BINS = 10;
  private static final int STEPS = 20;
  private static final int TOGETHER = 128;

  private Confidence() {}

  /** Empty for models that give labels alone, cost something to be asked, are random or reject. */
  public static Optional<Calibration> of(Investigation investigation) {
    boolean silent =
        !(investigation.pipeline().deployed() instanceof ScoreModel)
            || !investigation.pipeline().isShared()
            || investigation.pipeline().isRandom()
            || investigation.pipeline().rejects();
    if (silent) {
      return Optional.empty();
    }
    Tally clean = new Tally();
    Tally attacked = new Tally();
    int n = investigation.evidence().samples();
    for (int from = 0; from < n; from += TOGETHER) {
      int[] samples = IntStream.range(from, Math.min(n, from + TOGETHER)).toArray();
      Scope.run(
          () -> {
            Batch batch = investigation.batch(samples);
            clean.add(investigation, batch, batch.inputs());
            attacked.add(investigation, batch, attacked(investigation, batch, samples));
          });
    }
    return Optional.of(new Calibration(clean.side(), attacked.side()));
  }

  /** The witness where there is one, else where PGD ends. */
  private static Tensor attacked(Investigation investigation, Batch batch, int[] samples) {
    Tensor ends = batch.inputs();
    Optional<GradientModel> view = investigation.gradients();
    if (view.isPresent()) {
      ends =
          Trace.of(
                  view.get(),
                  batch,
                  investigation.threat(),
                  new CrossEntropy(),
                  STEPS,
                  batch.draws(investigation.plan().seed(), "audit/confidence"))
              .end();
    }
    float[] values = ends.floats();
    int features = values.length / samples.length;
    for (int row = 0; row < samples.length; row++) {
      SampleEvidence sample = investigation.evidence().of(samples[row]);
      float[] witness = sample.witness();
      if (witness != null) {
        System.arraycopy(witness, 0, values, row * features, features);
      }
    }
    return Tensors.of(values, ends.shape()).to(investigation.device());
  }

  /** Predictions by their confidence. */
  private static final class Tally {
    private final int[] counts = new int[BINS];
    private final double[] confidences = new double[BINS];
    private final int[] right = new int[BINS];

    void add(Investigation investigation, Batch batch, Tensor x) {
      ScoreModel model = (ScoreModel) investigation.asked();
      Tensor probabilities =
          Neural.softmax(
              model.logits(x, batch.draws(investigation.plan().seed(), "audit/confidence")));
      double[] highest = Reductions.max(probabilities, 1).doubles();
      int[] named = Reductions.argmax(probabilities, 1).ints();
      int[] labels = batch.labels().ints();
      for (int row = 0; row < labels.length; row++) {
        int bin = Math.min(BINS - 1, (int) (highest[row] * BINS));
        counts[bin]++;
        confidences[bin] += highest[row];
        right[bin] += named[row] == labels[row] ? 1 : 0;
      }
    }

    Calibration.Side side() {
      List<Calibration.Bin> bins = new ArrayList<>();
      int n = IntStream.of(counts).sum();
      double error = 0;
      double confidence = 0;
      int hits = 0;
      for (int i = 0; i < BINS; i++) {
        bins.add(
            new Calibration.Bin(
                counts[i],
                counts[i] == 0 ? Double.NaN : confidences[i] / counts[i],
                counts[i] == 0 ? Double.NaN : (double) right[i] / counts[i]));
        error += Math.abs(right[i] - confidences[i]) / n;
        confidence += confidences[i] / n;
        hits += right[i];
      }
      return new Calibration.Side(bins, error, confidence, (double) hits / n);
    }
  }
}
