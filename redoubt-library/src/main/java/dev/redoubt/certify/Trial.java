package dev.redoubt.certify;

import dev.redoubt.certify.sequential.SequentialTest;
import dev.redoubt.model.LabelModel;
import java.util.Optional;

/**
 * One input on its way to a certificate. Draws are handed out and answered in any order, by several
 * workers; what counts is how many were yeses at each look.
 */
final class Trial {
  final int index;
  final long id;
  final int label;
  final float[] input;

  private final CertificationPlan plan;
  private final SequentialTest test;
  private final CertificationPlan.Reading reading;
  private final int[] votes;

  private boolean selecting;
  private int candidate;
  private int successes;
  private int answered;
  private int handedOut;
  private int look;
  private double proven;
  private double pValue = 1;
  private boolean finished;
  private Optional<TrialState> lastLook = Optional.empty();
  private double seconds;

  Trial(
      int index,
      long id,
      int label,
      float[] input,
      CertificationPlan plan,
      SequentialTest test,
      CertificationPlan.Reading reading,
      int classes) {
    this.index = index;
    this.id = id;
    this.label = label;
    this.input = input;
    this.plan = plan;
    this.test = test;
    this.reading = reading;
    this.candidate = label;
    this.selecting = plan.protocol().selection() > 0;
    this.votes = selecting ? new int[classes] : new int[0];
    this.look = selecting ? plan.protocol().selection() : test.nextLook(0);
  }

  /** Goes on where it was stopped. */
  void resume(TrialState state) {
    selecting = false;
    candidate = state.candidate();
    successes = state.successes();
    answered = state.draws();
    handedOut = answered;
    proven = state.proven();
    pValue = state.pValue();
    seconds = state.seconds();
    look = test.nextLook(answered);
  }

  /** Draws that nobody has been given yet, up to the next look. */
  int open() {
    return look - handedOut;
  }

  /**
   * Hands out draws.
   *
   * @param count at most {@link #open}
   */
  Slice take(int count) {
    int before = selecting ? plan.protocol().selection() : 0;
    Slice slice = new Slice(this, handedOut - before, count);
    handedOut += count;
    return slice;
  }

  private void count(int named) {
    if (named != LabelModel.NO_CLASS) {
      votes[named]++;
    }
  }

  /** Takes the classes that some draws gave, and looks if all up to the look are there. */
  void answer(int[] classes, int from, int count, double cost) {
    seconds += cost;
    for (int i = from; i < from + count; i++) {
      if (selecting) {
        count(classes[i]);
      } else if (classes[i] == candidate) {
        successes++;
      }
    }
    answered += count;
    if (answered == look) {
      look();
    }
  }

  private void look() {
    if (selecting) {
      selecting = false;
      candidate = firstOf(votes);
      answered = 0;
      handedOut = 0;
      look = test.nextLook(0);
      return;
    }
    proven = Math.max(proven, test.lowerBound(successes, answered));
    pValue = Math.min(pValue, test.pValue(successes, answered, reading.first()).orElse(1));
    lastLook =
        Optional.of(new TrialState(id, candidate, successes, answered, proven, pValue, seconds));
    finished = answered == test.cap() || test.finished(successes, answered, proven);
    if (!finished) {
      look = test.nextLook(answered);
    }
  }

  /** The most frequent class, the first of equals. */
  private static int firstOf(int[] votes) {
    int first = 0;
    for (int c = 1; c < votes.length; c++) {
      first = votes[c] > votes[first] ? c : first;
    }
    return first;
  }

  boolean finished() {
    return finished;
  }

  /** What was known at the last look of the test; from there another run can go on. */
  Optional<TrialState> lastLook() {
    return lastLook;
  }

  /** What is proven. */
  Certificate certificate() {
    boolean certified = reading.certifies(proven);
    int prediction = certified ? candidate : Certificate.ABSTAIN;
    return new Certificate(
        id,
        label,
        prediction,
        certified ? reading.radius(proven) : 0,
        proven,
        answered,
        plan.protocol().selection(),
        plan.alpha(),
        plan.smoothing().sigma(),
        plan.seed(),
        prediction == label,
        test.pValue(0, answered, 0.5).isPresent() ? pValue : Double.NaN,
        seconds);
  }

  /**
   * Some draws of a trial, one after another.
   *
   * @param first the number of the first; those of a selection are below zero
   */
  record Slice(Trial trial, int first, int count) {}
}
