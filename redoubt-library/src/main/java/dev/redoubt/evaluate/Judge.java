package dev.redoubt.evaluate;

import dev.redoubt.BadInputException;
import dev.redoubt.data.Batch;
import dev.redoubt.model.LabelModel;
import dev.redoubt.model.ScoreModel;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.InputDomain;
import dev.redoubt.threat.Norm;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a model predicts and whether a candidate counts. The deployed model is asked in fp32
 * at batch size 1, so that no verdict depends on the batch; a random model is asked {@value #VOTES}
 * times about the same sample, and more than half of the votes decide. Rejected input is not
 * classified rightly, but breaks nothing.
 */
final class Judge {
  /** Passes of the classifier in memory at a time while it votes. */
  private static final int ROWS = 400;

  /** Draws of a random model. */
  static final int VOTES = 100;

  /** Top-two margin of the logits under which a batched prediction is repeated at batch size 1. */
  private static final double NARROW = 1e-4;

  private final LabelModel model;
  private final Optional<? extends LabelModel> precise;
  private final long seed;

  /**
   * A judge.
   *
   * @param model the deployed model
   * @param precise the same in fp64, where that is possible
   */
  Judge(LabelModel model, Optional<? extends LabelModel> precise, long seed) {
    this.model = model;
    this.precise = precise;
    this.seed = seed;
  }

  /**
   * Predictions on clean samples, with the votes of a random model.
   *
   * @throws BadInputException if a sample is NaN or outside the model's range, or its logits are
   *     not finite
   */
  Prediction[] clean(Batch batch) {
    InputDomain domain = InputDomain.of(model.input());
    float[] inputs = batch.inputs().floats();
    int features = model.input().features();
    for (int i = 0; i < inputs.length; i++) {
      if (!(inputs[i] >= domain.low() - Allowed.TOLERANCE
          && inputs[i] <= domain.high() + Allowed.TOLERANCE)) {
        throw new BadInputException(
            "sample %d has the value %s, outside the model's input range [%s, %s]"
                .formatted(batch.ids()[i / features], inputs[i], domain.low(), domain.high()));
      }
    }
    int[] together = new int[batch.size()];
    boolean[] sure = batched(batch, together, true);
    Prediction[] predictions = new Prediction[sure.length];
    for (int row = 0; row < sure.length; row++) {
      predictions[row] =
          sure[row] ? Prediction.sure(together[row]) : alone(batch.rows(row), "clean");
    }
    return predictions;
  }

  /**
   * Rows of candidates that may be witnesses: all whose batched prediction is not surely the label.
   * A quick look, so that only they are judged one by one.
   */
  int[] suspects(Batch survivors, Tensor candidates) {
    int[] predictions = new int[survivors.size()];
    int[] labels = survivors.labels().ints();
    Batch moved = new Batch(survivors.ids(), candidates, survivors.labels());
    boolean[] sure = batched(moved, predictions, false);
    return IntStream.range(0, sure.length)
        .filter(row -> !sure[row] || predictions[row] != labels[row])
        .toArray();
  }

  /** Predictions of the whole batch at once, and whether each is beyond doubt. */
  private boolean[] batched(Batch batch, int[] predictions, boolean finite) {
    boolean[] sure = new boolean[batch.size()];
    if (!model.declares().random()
        && !model.declares().rejects()
        && model instanceof ScoreModel scores) {
      Scope.run(
          () -> {
            Tensor logits = scores.logits(batch.inputs(), draws(batch, "batched"));
            if (finite) {
              requireFinite(logits, batch);
            }
            double[] pairs = Reductions.largest(logits, 2).values().doubles();
            int[] best = Reductions.argmax(logits, 1).ints();
            for (int row = 0; row < sure.length; row++) {
              sure[row] = pairs[2 * row] - pairs[2 * row + 1] > NARROW;
              predictions[row] = best[row];
            }
          });
    }
    return sure;
  }

  private void requireFinite(Tensor logits, Batch batch) {
    double[] values = logits.doubles();
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new BadInputException(
            "model %s gives the logit %s for sample %d"
                .formatted(model.name(), values[i], batch.ids()[i / model.classes()]));
      }
    }
  }

  /**
   * Whether a candidate is a witness against its sample.
   *
   * @param sample one row
   * @param candidate one row
   * @param limit how far from the sample it may be
   * @param goal of the row
   */
  Optional<Witness> witness(Batch sample, Tensor candidate, Norm norm, double limit, Goal goal) {
    return Scope.value(
        () -> {
          Allowed allowed = new Allowed(norm, limit, InputDomain.of(model.input()));
          double distance = allowed.distances(sample.inputs(), candidate)[0];
          if (Double.isNaN(distance)) {
            return Optional.empty();
          }
          Batch moved = new Batch(sample.ids(), candidate, sample.labels());
          Prediction found = alone(moved, "witness");
          int prediction = found.label();
          int label = sample.labels().ints()[0];
          if (prediction == LabelModel.NO_CLASS || !goal.met(0, label, prediction)) {
            return Optional.empty();
          }
          if (goal.direction() < 0 && found.votes() * 2 <= VOTES) {
            return Optional.empty(); // a target has to win most of all votes itself
          }
          boolean fragile =
              precise
                  .filter(
                      twin -> found.vote() == null) // one more draw would say nothing of rounding
                  .map(
                      twin ->
                          twin.predict(candidate.to(DType.FLOAT64), draws(moved, "witness"))
                              .ints()[0])
                  .filter(exactly -> exactly == LabelModel.NO_CLASS || !goal.met(0, label, exactly))
                  .isPresent();
          return Optional.of(
              new Witness(prediction, distance, fragile, found.vote(), candidate.floats()));
        });
  }

  /** The prediction on one sample by itself: by vote, if the model is random. */
  private Prediction alone(Batch sample, String purpose) {
    return Scope.value(
        () -> {
          if (!model.declares().random()) {
            return Prediction.sure(decided(sample, draws(sample, purpose)));
          }
          int[] votes = votes(sample, draws(sample, purpose));
          int label = sample.labels().ints()[0];
          int wrong = IntStream.of(votes).sum() - votes[label];
          // Wrong only by a majority of wrong votes, whichever classes they name.
          int decision =
              wrong * 2 > VOTES
                  ? mostVoted(votes, label)
                  : votes[label] * 2 >= VOTES ? label : LabelModel.NO_CLASS;
          int votesFor = decision == LabelModel.NO_CLASS ? 0 : votes[decision];
          return new Prediction(decision, Vote.of(wrong, VOTES), votesFor);
        });
  }

  /** How often each class is named; votes that name none, because they reject, are not counted. */
  private int[] votes(Batch sample, Draws draws) {
    int[] votes = new int[model.classes()];
    int together = Math.max(1, Math.min(VOTES, ROWS / model.passes()));
    for (int done = 0; done < VOTES; done += together) {
      int number = Math.min(together, VOTES - done);
      Draws own = draws.of("vote-" + done).copies(number);
      int[] named =
          Scope.value(() -> model.predict(Layout.copies(sample.inputs(), number), own).ints());
      IntStream.of(named).filter(c -> c != LabelModel.NO_CLASS).forEach(c -> votes[c]++);
    }
    return votes;
  }

  /** The prediction of a deterministic model; none where its logits are not finite. */
  private int decided(Batch sample, Draws draws) {
    if (model.declares().rejects() || !(model instanceof ScoreModel scores)) {
      return model.predict(sample.inputs(), draws).ints()[0];
    }
    Tensor logits = scores.logits(sample.inputs(), draws);
    boolean finite = Reductions.all(Elementwise.isFinite(logits));
    return finite ? Reductions.argmax(logits, 1).ints()[0] : LabelModel.NO_CLASS;
  }

  /** The class other than {@code label} with most votes. */
  private static int mostVoted(int[] votes, int label) {
    int best = label == 0 ? 1 : 0;
    for (int k = 0; k < votes.length; k++) {
      best = k != label && votes[k] > votes[best] ? k : best;
    }
    return best;
  }

  private Draws draws(Batch batch, String purpose) {
    return batch.draws(seed, "judge/" + purpose);
  }

  /**
   * An input that breaks the model.
   *
   * @param prediction what the model says of it
   * @param distance from the clean sample, in fp64
   * @param fragile whether fp64 disagrees
   * @param vote of a random model
   * @param input its values
   */
  @SuppressWarnings("ArrayRecordComponent") // pixels, never compared
  record Witness(
      int prediction, double distance, boolean fragile, @Nullable Vote vote, float[] input) {}

  /**
   * What a model says of one sample.
   *
   * @param label index of the class
   * @param vote how it came about, if the model is random
   * @param votes how many of {@value #VOTES} name the class; all, if it is not
   */
  record Prediction(int label, @Nullable Vote vote, int votes) {
    static Prediction sure(int label) {
      return new Prediction(label, null, VOTES);
    }
  }
}
