package dev.redoubt.purify.trial;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.Attack;
import dev.redoubt.attack.Pgd;
import dev.redoubt.data.Batch;
import dev.redoubt.evaluate.Allowed;
import dev.redoubt.evaluate.Binding;
import dev.redoubt.evaluate.Meter;
import dev.redoubt.evaluate.MeteredModel;
import dev.redoubt.evaluate.Tally;
import dev.redoubt.model.LabelModel;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.InputDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** One attacker's way with a batch: he proposes, the rules are applied, the defence votes. */
record Turn(Attacker attacker, PurificationPlan plan) {
  /** Passes of the classifier in one look of an attack, unless a single row takes more. */
  private static final int ROWS = 512;

  /**
   * What he hands in for each sample, and what it comes to.
   *
   * @throws BadInputException if a sample is out of the range of inputs
   */
  TrialJournal.Entry take(Batch batch) {
    requireInRange(batch);
    Meter meter = new Meter();
    long start = System.nanoTime();
    Tensor candidates = candidates(batch, meter);
    int[] refused = refused(batch, candidates);
    Tensor points = ruled(batch, candidates, refused);
    double seconds = attacks() ? (System.nanoTime() - start) / 1e9 : 0;
    List<Submission> submissions = submissions(batch, points);
    long broken = submissions.stream().filter(submission -> !submission.holds()).count();
    return new TrialJournal.Entry(
        attacker.name(),
        submissions,
        new Tally(broken, meter.forwards(), meter.backwards(), seconds),
        refused.length);
  }

  /** What he hands in for each sample, {@code [n, ...]}. */
  Tensor submitted(Batch batch) {
    Tensor candidates = candidates(batch, new Meter());
    return ruled(batch, candidates, refused(batch, candidates));
  }

  /** The deployed defence as it votes. */
  Polls polls() {
    return new Polls(attacker.deployed().deployed(), plan.votes(), plan.seed());
  }

  private boolean attacks() {
    return attacker.kind() != Attacker.Kind.NOBODY;
  }

  private Allowed allowed() {
    InputDomain domain = InputDomain.of(attacker.deployed().input());
    return new Allowed(plan.threat().norm(), plan.threat().epsilon(), domain);
  }

  /** Few rows at a time where a look takes several passes each; attacks do not care. */
  private Tensor candidates(Batch batch, Meter meter) {
    Tensor candidates = batch.inputs();
    if (!attacks()) {
      return candidates;
    }
    int together = Math.max(1, ROWS / attacker.view(batch).passes());
    for (int from = 0; from < batch.size(); from += together) {
      int[] rows = IntStream.range(from, Math.min(batch.size(), from + together)).toArray();
      candidates = Layout.withRows(candidates, rows, proposed(batch.rows(rows), meter));
    }
    return candidates;
  }

  /**
   * The attack as it is, but for a single run of PGD on what is random: there a look at a step may
   * take a point for broken by luck, and the last point is the one that was climbed to.
   */
  private Attack<?> attack() {
    return attacker.deployed().isRandom() && plan.attack() instanceof Pgd pgd && pgd.restarts() == 1
        ? pgd.onAllSamples()
        : plan.attack();
  }

  private Tensor proposed(Batch batch, Meter meter) {
    LabelModel view = MeteredModel.of(attacker.view(batch), meter);
    return Binding.propose(
            attack(),
            view,
            batch,
            plan.threat(),
            Goal.untargeted(),
            batch.draws(plan.seed(), "purify/attack/" + attacker.name()))
        .points();
  }

  /** Rows of what may not be handed in. */
  private int[] refused(Batch batch, Tensor candidates) {
    double[] distances = allowed().distances(batch.inputs(), candidates);
    return IntStream.range(0, distances.length)
        .filter(row -> Double.isNaN(distances[row]))
        .toArray();
  }

  /** The candidates, with the sample itself in the place of those that may not be handed in. */
  private static Tensor ruled(Batch batch, Tensor candidates, int[] refused) {
    return refused.length == 0
        ? candidates
        : Layout.withRows(candidates, refused, Layout.rows(batch.inputs(), refused));
  }

  private List<Submission> submissions(Batch batch, Tensor points) {
    double[] distances = allowed().distances(batch.inputs(), points);
    int[] labels = batch.labels().ints();
    int[][] votes = polls().of(new Batch(batch.ids(), points, batch.labels()));
    List<Submission> submissions = new ArrayList<>();
    for (int row = 0; row < labels.length; row++) {
      submissions.add(
          new Submission(
              batch.ids()[row],
              attacker.name(),
              labels[row],
              votes[row][labels[row]],
              plan.votes(),
              distances[row]));
    }
    return submissions;
  }

  private void requireInRange(Batch batch) {
    double[] distances = allowed().distances(batch.inputs(), batch.inputs());
    for (int row = 0; row < distances.length; row++) {
      if (Double.isNaN(distances[row])) {
        throw new BadInputException(
            "sample %d has values outside the model's input range [%s, %s]"
                .formatted(
                    batch.ids()[row],
                    attacker.deployed().input().low(),
                    attacker.deployed().input().high()));
      }
    }
  }
}
