package dev.redoubt.detect.score;

import dev.redoubt.BadInputException;
import dev.redoubt.detect.Score;
import dev.redoubt.detect.State;
import dev.redoubt.model.Observation;
import dev.redoubt.pipeline.Rest;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * "The odds are odd" (Roth, Kilcher and Hofmann 2019, section 3): how the logits move when noise is
 * added. Let y be the predicted class, {@code f_k = z_k - z_y}, and {@code g_k(η) = f_k(x + η) -
 * f_k(x)}. The score is the largest over k ≠ y of the mean over draws of η of {@code (g_k(η) -
 * μ_yk) / σ_yk}, where μ and σ are those of clean samples of the predicted class y: adversarial
 * points lie where noise leads back to the class that they came from. The paper has a threshold for
 * each pair of classes and several kinds of noise; here there is one of each, so that one
 * false-positive rate sets it.
 *
 * @param sigma deviation of the Gaussian noise in pixel space, positive
 * @param copies draws a score, at least 1
 * @param mean μ, {@code [classes, classes]} by predicted class and k
 * @param deviation σ, {@code [classes, classes]}, positive
 */
public record LogitOdds(double sigma, int copies, Tensor mean, Tensor deviation) implements Score {
  /** Its name. */
  public static final String KIND = "odds";

  /** Checks. */
  public LogitOdds {
    check(sigma, copies);
  }

  /** Refuses settings out of range. */
  public static void check(double sigma, int copies) {
    if (!(sigma > 0) || Double.isInfinite(sigma)) {
      throw new BadInputException(
          "detector %s wants a positive, finite sigma, not %s".formatted(KIND, sigma));
    }
    if (copies < 1 || copies > Draws.MOST_COPIES) {
      throw new BadInputException(
          "detector %s wants from 1 to %d copies, not %d"
              .formatted(KIND, Draws.MOST_COPIES, copies));
    }
  }

  /** From what {@link #state} gave. */
  public static LogitOdds of(State state) {
    return new LogitOdds(
        state.number("sigma"),
        state.whole("copies"),
        state.tensor("mean"),
        state.tensor("deviation"));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("sigma", sigma);
    settings.put("copies", copies);
    return settings;
  }

  @Override
  public boolean isRandom() {
    return true;
  }

  @Override
  public int passes() {
    return copies;
  }

  /**
   * {@code g} of each draw.
   *
   * @param logits at the inputs, {@code [n, classes]}
   * @param predicted int64 {@code [n]}
   * @return {@code [copies, n, classes]}
   */
  public static Tensor shifts(
      Tensor logits, Tensor predicted, Rest rest, Tensor x, double sigma, int copies, Draws draws) {
    return Scope.tensors(
        () -> {
          Draws own = draws.of("noise").copies(copies);
          Tensor all = Layout.copies(x, copies);
          Tensor noisy = rest.logits(all.plus(sigma, own.gaussianLike(all.detached())), own);
          Tensor odds = odds(noisy, repeated(predicted, copies));
          Tensor before = odds(logits, predicted);
          long n = logits.rows();
          return Layout.reshape(odds, copies, n, logits.size(1)).minus(before);
        });
  }

  private static Tensor repeated(Tensor predicted, int copies) {
    return Layout.tile(predicted, copies);
  }

  /** {@code z_k - z_y}. */
  private static Tensor odds(Tensor logits, Tensor predicted) {
    return logits.minus(Layout.reshape(Layout.pick(logits, predicted), -1, 1));
  }

  @Override
  public Tensor of(Observation seen, Rest rest, Tensor x, Draws draws) {
    return Scope.tensors(
        () -> {
          Tensor logits = seen.logits();
          Tensor predicted = Reductions.argmax(logits.detached(), 1);
          Tensor shifts = shifts(logits, predicted, rest, x, sigma, copies, draws);
          int[] classes = predicted.ints();
          Tensor standardised =
              Reductions.mean(shifts, new long[] {0}, false)
                  .minus(Layout.rows(mean, classes).like(logits))
                  .dividedBy(Layout.rows(deviation, classes).like(logits));
          Tensor lowest =
              Tensors.full(Double.NEGATIVE_INFINITY, logits.dtype(), logits.rows(), 1).like(logits);
          Tensor others = Layout.scatter(standardised, Layout.reshape(predicted, -1, 1), lowest);
          return Reductions.max(others, 1);
        });
  }

  @Override
  public State state() {
    return new State()
        .with("sigma", sigma)
        .with("copies", copies)
        .with("mean", mean)
        .with("deviation", deviation);
  }
}
