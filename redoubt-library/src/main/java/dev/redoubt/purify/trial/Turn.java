package dev.redoubt.purify.trial;

import dev.redoubt.BadInputException;
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

  /** What he hands in for each sample. */
  TrialJournal.Entry take(Batch batch) {
    Meter meter = new Meter();
    long start = System.nanoTime();
    Tensor candidates =
        attacker.kind() == Attacker.Kind.NOBODY ? batch.inputs() : candidates(batch, meter);
    double seconds =
        attacker.kind() == Attacker.Kind.NOBODY ? 0 : (System.nanoTime() - start) / 1e9;
    double[] distances = allowed().distances(batch.inputs(), candidates);
    List<Submission> submissions = submissions(batch, candidates, distances);
    long broken = submissions.stream().filter(submission -> !submission.holds()).count();
    return new TrialJournal.Entry(
        attacker.name(),
        submissions,
        new Tally(broken, meter.forwards(), meter.backwards(), seconds));
  }

  private Allowed allowed() {
    InputDomain domain = InputDomain.of(attacker.deployed().input());
    return new Allowed(plan.threat().norm(), plan.threat().epsilon(), domain);
  }

  /** Few rows at a time where a look takes several passes each; attacks do not care. */
  private Tensor candidates(Batch batch, Meter meter) {
    Tensor candidates = batch.inputs();
    int together = Math.max(1, ROWS / attacker.view(batch).passes());
    for (int from = 0; from < batch.size(); from += together) {
      int[] rows = IntStream.range(from, Math.min(batch.size(), from + together)).toArray();
      candidates = Layout.withRows(candidates, rows, proposed(batch.rows(rows), meter));
    }
    return candidates;
  }

  private Tensor proposed(Batch batch, Meter meter) {
    LabelModel view = MeteredModel.of(attacker.view(batch), meter);
    return Binding.propose(
            plan.attack(),
            view,
            batch,
            plan.threat(),
            Goal.untargeted(),
            batch.draws(plan.seed(), "purify/attack/" + attacker.name()))
        .points();
  }

  private List<Submission> submissions(Batch batch, Tensor candidates, double[] distances) {
    int[] refused =
        IntStream.range(0, distances.length).filter(i -> Double.isNaN(distances[i])).toArray();
    if (refused.length > 0 && attacker.kind() == Attacker.Kind.NOBODY) {
      throw new BadInputException(
          "sample %d has values outside the model's input range [%s, %s]"
              .formatted(
                  batch.ids()[refused[0]],
                  attacker.deployed().input().low(),
                  attacker.deployed().input().high()));
    }
    Tensor submitted =
        refused.length == 0
            ? candidates
            : Layout.withRows(candidates, refused, Layout.rows(batch.inputs(), refused));
    int[] labels = batch.labels().ints();
    int[] right =
        new Polls(attacker.deployed().deployed(), plan.votes(), plan.seed())
            .right(new Batch(batch.ids(), submitted, batch.labels()));
    List<Submission> submissions = new ArrayList<>();
    for (int row = 0; row < labels.length; row++) {
      double distance = Double.isNaN(distances[row]) ? 0 : distances[row];
      submissions.add(
          new Submission(
              batch.ids()[row], attacker.name(), labels[row], right[row], plan.votes(), distance));
    }
    return submissions;
  }
}
