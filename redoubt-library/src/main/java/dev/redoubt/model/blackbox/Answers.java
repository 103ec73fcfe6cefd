package dev.redoubt.model.blackbox;

import dev.redoubt.BadInputException;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.Arrays;

/**
 * Checks what a black box answers, and makes tensors of it.
 *
 * @param box who answered
 */
public record Answers(BlackBox box) {
  /** Services round: a probability may be off by this, and their sum by fifty times as much. */
  private static final double ROUNDING = 1e-3;

  /**
   * Labels as a tensor on the device of {@code x}.
   *
   * @param x what was asked
   * @throws BadInputException if they are not as many as the rows, or one is no class
   */
  public Tensor labels(int[] labels, Tensor x) {
    checkRows(labels.length, x);
    for (int row = 0; row < labels.length; row++) {
      if (labels[row] < 0 || labels[row] >= box.classes()) {
        throw new BadInputException(
            "model %s gives the label %d for row %d, expected one in 0..%d"
                .formatted(box.name(), labels[row], row, box.classes() - 1));
      }
    }
    return Scope.tensors(() -> Tensors.ofInts(labels).to(x.device()));
  }

  /**
   * Scores as logits on the device of {@code x}, {@code [n, classes]}.
   *
   * @param kind what they are; of probabilities the logarithm is taken, held to a finite value
   * @throws BadInputException if they are not {@code [n, classes]}, one is NaN or infinite, or they
   *     are no probabilities though they should be
   */
  public Tensor logits(Scores kind, float[][] scores, Tensor x) {
    checkRows(scores.length, x);
    float[] flat = new float[Math.multiplyExact(scores.length, box.classes())];
    for (int row = 0; row < scores.length; row++) {
      checkScores(kind, scores[row], row);
      for (int k = 0; k < box.classes(); k++) {
        float score = scores[row][k];
        flat[row * box.classes() + k] =
            kind == Scores.LOGITS ? score : (float) Math.log(Math.max(score, Float.MIN_NORMAL));
      }
    }
    return Scope.tensors(() -> Tensors.of(flat, scores.length, box.classes()).to(x.device()));
  }

  private void checkRows(int rows, Tensor x) {
    if (rows != x.rows()) {
      throw new BadInputException(
          "model %s gives %d answers for %d samples".formatted(box.name(), rows, x.rows()));
    }
  }

  private void checkScores(Scores kind, float[] scores, int row) {
    if (scores.length != box.classes()) {
      throw new BadInputException(
          "model %s gives %d scores for row %d, expected one for each of its %d classes"
              .formatted(box.name(), scores.length, row, box.classes()));
    }
    double sum = 0;
    for (float score : scores) {
      if (!Float.isFinite(score)) {
        throw new BadInputException(
            "model %s gives the score %s for row %d, expected finite numbers"
                .formatted(box.name(), score, row));
      }
      sum += score;
    }
    boolean outside = false;
    for (float score : scores) {
      outside |= score < -ROUNDING || score > 1 + ROUNDING;
    }
    if (kind == Scores.PROBABILITIES && (outside || Math.abs(sum - 1) > 50 * ROUNDING)) {
      throw new BadInputException(
          "model %s gives the scores %s for row %d, expected probabilities (declare them logits?)"
              .formatted(box.name(), excerpt(scores), row));
    }
  }

  private static String excerpt(float[] scores) {
    return scores.length <= 10
        ? Arrays.toString(scores)
        : Arrays.toString(Arrays.copyOf(scores, 10)).replace("]", ", …]");
  }
}
