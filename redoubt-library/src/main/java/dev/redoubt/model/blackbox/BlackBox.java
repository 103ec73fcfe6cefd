package dev.redoubt.model.blackbox;

import dev.redoubt.BadInputException;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.LabelModel;
import dev.redoubt.model.ScoreModel;
import dev.redoubt.tensor.Tensor;
import java.util.function.Function;

/**
 * What is known of a classifier before it is asked; from here it is made a model with a Java
 * function that answers.
 *
 * <pre>{@code
 * ScoreModel model =
 *     new BlackBox("spam filter", input, 2).scores(Scores.PROBABILITIES, rows -> filter.score(rows));
 * }</pre>
 *
 * <p>The function gets a batch, one row of {@link InputSpec#features} values (row-major) a sample,
 * and answers for each row. It may be called from several threads.
 *
 * @param name what it is called in reports
 * @param input shape and range of its inputs
 * @param classes their number, at least 2
 * @param random whether two calls with the same input may differ: then verdicts are by vote
 */
public record BlackBox(String name, InputSpec input, int classes, boolean random) {
  /** Checks. */
  public BlackBox {
    if (classes < 2) {
      throw new BadInputException("model " + name + " wants at least 2 classes, not " + classes);
    }
  }

  /** A deterministic one. */
  public BlackBox(String name, InputSpec input, int classes) {
    this(name, input, classes, false);
  }

  /** The same, declared random. */
  public BlackBox declaredRandom() {
    return new BlackBox(name, input, classes, true);
  }

  /**
   * A model from a function that gives labels.
   *
   * @param function from rows of values to one class in {@code 0 ... classes-1} a row
   */
  public LabelModel labels(Function<float[][], int[]> function) {
    return labelsOfTensor(x -> function.apply(rows(x)));
  }

  /**
   * A model from a function that gives scores.
   *
   * @param function from rows of values to {@code classes} scores a row
   */
  public ScoreModel scores(Scores kind, Function<float[][], float[][]> function) {
    return scoresOfTensor(kind, x -> function.apply(rows(x)));
  }

  /** As {@link #labels}; the function takes the batch {@code [n, ...]} as it is. */
  public LabelModel labelsOfTensor(Function<Tensor, int[]> function) {
    return new FunctionLabels(this, function);
  }

  /** As {@link #scores}; the function takes the batch {@code [n, ...]} as it is. */
  public ScoreModel scoresOfTensor(Scores kind, Function<Tensor, float[][]> function) {
    return new FunctionScores(this, kind, function);
  }

  /** A batch as rows of values. */
  private static float[][] rows(Tensor x) {
    float[] values = x.floats();
    int n = x.rows();
    int features = n == 0 ? 0 : values.length / n;
    float[][] rows = new float[n][features];
    for (int row = 0; row < n; row++) {
      System.arraycopy(values, row * features, rows[row], 0, features);
    }
    return rows;
  }
}
