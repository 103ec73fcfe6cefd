package dev.redoubt.attack.minimum;

import dev.redoubt.attack.Hits;
import dev.redoubt.attack.LossGradient;
import dev.redoubt.attack.Nearest;
import dev.redoubt.data.Batch;
import dev.redoubt.loss.Loss;
import dev.redoubt.model.GradientModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.TensorGroup;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.InputDomain;
import dev.redoubt.threat.Norm;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * The rows that a search still works on: where they come from, what is wanted of them, and what has
 * been found for all rows of the batch.
 *
 * @param view the model as the attacker sees it
 * @param norm in which distances are measured
 * @param clean the clean samples of the open rows, {@code [n, ...]}
 * @param scores the logits of the clean samples, {@code [n, classes]}
 * @param labels their true labels, int64 {@code [n]}
 * @param goal what counts as success, for these rows
 * @param draws keyed by these rows
 * @param nearest the nearest points so far
 */
public record OpenRows(
    GradientModel view,
    Norm norm,
    Tensor clean,
    Tensor scores,
    Tensor labels,
    Goal goal,
    Draws draws,
    Nearest nearest)
    implements TensorGroup {
  /**
   * All rows, less those whose clean samples meet the goal. Of a random model a single draw proves
   * nothing, so that a hit counts only if it is sure.
   */
  static OpenRows looked(
      GradientModel view, Batch batch, Norm norm, Goal goal, double enough, Draws draws) {
    Nearest nothing = Nearest.nothing(batch.inputs(), enough);
    Tensor scores = view.logits(batch.inputs(), draws.of("clean"));
    OpenRows all =
        new OpenRows(view, norm, batch.inputs(), scores, batch.labels(), goal, draws, nothing);
    Hits clean = all.hits(scores);
    double[] share = clean.share().clone();
    for (int row = 0; row < share.length; row++) {
      share[row] = clean.sure()[row] || !view.declares().random() ? share[row] : 0;
    }
    return all.looking(new Hits(share, clean.sure()), batch.inputs(), 0).unfinished();
  }

  /** How many rows are open. */
  public int size() {
    return nearest.open().length;
  }

  /** Whether no row is open. */
  public boolean isEmpty() {
    return nearest.finished();
  }

  /** The box that inputs lie in. */
  public InputDomain domain() {
    return InputDomain.of(view.input());
  }

  /**
   * The width of the box: what lengths that the papers give for [0, 1] are measured in.
   *
   * @return positive
   */
  public double width() {
    return view.input().high() - view.input().low();
  }

  /** Forward and backward pass at a point of each row, for a loss to rise as the goal has it. */
  public LossGradient gradient(Tensor x, Loss loss, String purpose) {
    return LossGradient.at(view, x, labels, goal, loss, draws.of(purpose));
  }

  /** The same for an objective that is to rise. */
  public LossGradient gradient(Tensor x, UnaryOperator<Tensor> objective, String purpose) {
    return LossGradient.at(view, x, objective, draws.of(purpose), 1);
  }

  /** Which points meet the goal, by their logits. */
  public Hits hits(Tensor logits) {
    return Hits.of(logits, labels, goal, view.declares().random());
  }

  /**
   * Takes in a look at a point of each row. The rows stay; see {@link #unfinished}.
   *
   * @param taken steps that the search has taken on these rows
   */
  OpenRows looking(Hits hits, Tensor x, int taken) {
    double[] distances = new double[size()];
    if (IntStream.range(0, distances.length).anyMatch(hits::met)) {
      distances = norm.distance(x, clean).doubles();
    }
    return with(nearest.looking(hits, x, distances, taken));
  }

  /** A last look, when all steps are taken. */
  OpenRows lookingLast(Tensor x, int taken) {
    return isEmpty() ? this : looking(hits(view.logits(x, draws.of("end"))), x, taken);
  }

  /** The same rows, with other points. */
  public OpenRows with(Nearest found) {
    return new OpenRows(view, norm, clean, scores, labels, goal, draws, found);
  }

  /** The rows that have no point near enough yet. */
  public OpenRows unfinished() {
    return stay(nearest.unfinished());
  }

  /** Searches on with some of these rows, given by their positions. */
  public OpenRows stay(int... positions) {
    if (positions.length == size()) {
      return this;
    }
    return new OpenRows(
        view,
        norm,
        Layout.rows(clean, positions),
        Layout.rows(scores, positions),
        Layout.rows(labels, positions),
        goal.rows(positions),
        draws.rows(positions),
        nearest.stay(positions));
  }

  @Override
  public void forEachTensor(Consumer<Tensor> action) {
    action.accept(clean);
    action.accept(scores);
    action.accept(labels);
    nearest.forEachTensor(action);
  }
}
