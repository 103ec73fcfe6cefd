package dev.redoubt.audit.check;

import dev.redoubt.attack.LossGradient;
import dev.redoubt.data.Batch;
import dev.redoubt.loss.TargetedMargin;
import dev.redoubt.model.DoublePrecision;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.ScoreModel;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.threat.InputDomain;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The derivative that a model gives of a sample's margin, against central differences of the margin
 * along the gradient and random directions: in fp64 where the model can, at several step lengths,
 * of which the best counts, since a ReLU may have a kink in between. Compared is at a random point
 * very near to the sample: on plain background, whose pixels are all equal, maxima are attained in
 * several places at once, and there is no derivative to agree on.
 *
 * @param errors along the gradient, relative, one a sample
 * @param cosines between the derivatives along all directions, one a sample
 */
@SuppressWarnings("ArrayRecordComponent") // one entry a row, never compared
record GradientComparison(double[] errors, double[] cosines) {
  private static final int DIRECTIONS = 8;
  private static final double NEAR = .01;
  private static final double[] FP64_STEPS = {1e-5, 1e-4, 1e-3};
  private static final double[] FP32_STEPS = {1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 3e-3};

  /**
   * Compares.
   *
   * @param view what attackers differentiate
   * @param draws the same for both sides
   */
  static GradientComparison of(GradientModel view, Batch clean, Draws draws) {
    return Scope.value(
        () -> {
          Batch batch = new Batch(clean.ids(), near(view, clean, draws), clean.labels());
          Tensor rivals = rivals(view, batch, draws);
          Tensor gradient =
              LossGradient.at(
                      view,
                      batch.inputs(),
                      logits -> new TargetedMargin().perSample(logits, batch.labels(), rivals),
                      draws,
                      1)
                  .gradient();
          return compare(view, batch, rivals, gradient, draws);
        });
  }

  private static Tensor near(GradientModel view, Batch clean, Draws draws) {
    double range = view.input().high() - view.input().low();
    Tensor moved = draws.of("near").uniformLike(clean.inputs(), -NEAR * range, NEAR * range);
    return InputDomain.of(view.input()).clamp(clean.inputs().plus(moved));
  }

  /** The class that comes next to the label. */
  private static Tensor rivals(GradientModel view, Batch batch, Draws draws) {
    Tensor logits = view.logits(batch.inputs(), draws);
    Tensor lowest =
        Tensors.full(Double.NEGATIVE_INFINITY, logits.dtype(), batch.size(), 1).like(logits);
    Tensor others = Layout.scatter(logits, Layout.reshape(batch.labels(), -1, 1), lowest);
    return Reductions.argmax(others, 1);
  }

  private static GradientComparison compare(
      GradientModel view, Batch batch, Tensor rivals, Tensor gradient, Draws draws) {
    Optional<ScoreModel> precise =
        view instanceof DoublePrecision twin
            ? twin.inDoublePrecision()
                .filter(ScoreModel.class::isInstance)
                .map(ScoreModel.class::cast)
            : Optional.empty();
    ScoreModel asked = precise.orElse(view);
    DType type = precise.isPresent() ? DType.FLOAT64 : DType.FLOAT32;
    double range = view.input().high() - view.input().low();
    int n = batch.size();
    double[][] claimed = new double[DIRECTIONS + 1][];
    double[] steps = precise.isPresent() ? FP64_STEPS : FP32_STEPS;
    double[][][] measured = new double[steps.length][DIRECTIONS + 1][];
    Tensor x = batch.inputs().to(type);
    for (int d = 0; d <= DIRECTIONS; d++) {
      Tensor direction = direction(d, gradient, batch, draws).to(type);
      claimed[d] = Reductions.sumPerSample(gradient.to(type).times(direction)).doubles();
      for (int s = 0; s < steps.length; s++) {
        double h = steps[s] * range;
        double[] above = margins(asked, x.plus(direction.times(h)), batch, rivals, draws);
        double[] below = margins(asked, x.minus(direction.times(h)), batch, rivals, draws);
        double[] slopes = new double[n];
        Arrays.setAll(slopes, row -> (above[row] - below[row]) / (2 * h));
        measured[s][d] = slopes;
      }
    }
    return best(claimed, measured, n);
  }

  /**
   * Of Euclidean length √d, as a vector of signs has: along the gradient, where there is one, then
   * at random.
   */
  private static Tensor direction(int number, Tensor gradient, Batch batch, Draws draws) {
    Tensor random = draws.of("direction-" + number).gaussianLike(batch.inputs());
    Tensor raw = number == 0 ? alongOr(gradient, random) : random;
    double length = Math.sqrt(raw.count() / (double) batch.size());
    Tensor norms = Reductions.l2PerSample(raw).plus(1e-30);
    return raw.dividedBy(Layout.perSample(norms, raw)).times(length);
  }

  /** The gradient; what is given instead where it is zero. */
  private static Tensor alongOr(Tensor gradient, Tensor otherwise) {
    double[] lengths = Reductions.l2PerSample(gradient).doubles();
    int[] none = IntStream.range(0, lengths.length).filter(i -> lengths[i] == 0).toArray();
    return none.length == 0
        ? gradient
        : Layout.withRows(gradient, none, Layout.rows(otherwise, none));
  }

  private static double[] margins(
      ScoreModel model, Tensor x, Batch batch, Tensor rivals, Draws draws) {
    return Scope.value(
        () ->
            new TargetedMargin()
                .perSample(model.logits(x, draws), batch.labels(), rivals)
                .doubles());
  }

  private static GradientComparison best(double[][] claimed, double[][][] measured, int n) {
    double[] errors = new double[n];
    double[] cosines = new double[n];
    Arrays.fill(errors, Double.POSITIVE_INFINITY);
    Arrays.fill(cosines, -1);
    for (double[][] slopes : measured) {
      for (int row = 0; row < n; row++) {
        errors[row] = Math.min(errors[row], error(claimed[0][row], slopes[0][row]));
        cosines[row] = Math.max(cosines[row], cosine(claimed, slopes, row));
      }
    }
    return new GradientComparison(errors, cosines);
  }

  private static double error(double claimed, double measured) {
    double scale = Math.max(Math.abs(claimed), Math.abs(measured));
    if (!Double.isFinite(scale)) {
      return Double.POSITIVE_INFINITY;
    }
    return scale == 0 ? 0 : Math.abs(claimed - measured) / scale;
  }

  /** 1 where both are zero: a flat function is told as it is. */
  private static double cosine(double[][] claimed, double[][] measured, int row) {
    double dot = 0;
    double own = 0;
    double other = 0;
    for (int d = 0; d < claimed.length; d++) {
      dot += claimed[d][row] * measured[d][row];
      own += claimed[d][row] * claimed[d][row];
      other += measured[d][row] * measured[d][row];
    }
    if (own == 0 && other == 0) {
      return 1;
    }
    double cosine = dot / Math.sqrt(own * other);
    return Double.isFinite(cosine) ? cosine : -1;
  }

  /** The median of the relative errors. */
  double medianError() {
    double[] sorted = errors.clone();
    Arrays.sort(sorted);
    return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
  }

  /** The share of samples whose cosine is below a value. */
  double shareBelow(double cosine) {
    return cosines.length == 0
        ? 0
        : Arrays.stream(cosines).filter(c -> c < cosine).count() / (double) cosines.length;
  }
}
