package dev.redoubt.evaluate;

import dev.redoubt.attack.Attack;
import dev.redoubt.data.Batch;
import dev.redoubt.model.DoublePrecision;
import dev.redoubt.model.LabelModel;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.ThreatModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** All attacks of a plan on one batch, each on what those before it left, and then the curve. */
final class Cascade {
  private final Plan plan;
  private final LabelModel model;
  private final Optional<? extends LabelModel> precise;

  Cascade(Plan plan, LabelModel model) {
    this.plan = plan;
    this.model = model;
    this.precise =
        model instanceof DoublePrecision twin ? twin.inDoublePrecision() : Optional.empty();
  }

  private Judge judge(LabelModel view) {
    return new Judge(view, precise, plan.seed());
  }

  BatchResult run(Batch batch, int curveSamples) {
    Meter cleanMeter = new Meter();
    long start = System.nanoTime();
    int[] clean = judge(MeteredModel.of(model, cleanMeter)).clean(batch);
    Tally cleanCost = tally(0, cleanMeter, start);
    int[] labels = batch.labels().ints();
    boolean[] correct = new boolean[labels.length];
    for (int row = 0; row < labels.length; row++) {
      correct[row] = clean[row] == labels[row];
    }
    int[] open = IntStream.range(0, labels.length).filter(row -> correct[row]).toArray();
    @Nullable Broken[] broken = new Broken[labels.length];
    List<Tally> attacks = new ArrayList<>();
    for (Attack<?> attack : plan.cascade()) {
      attacks.add(assault(attack, plan.threat(), batch, open, broken));
      open = Arrays.stream(open).filter(row -> broken[row] == null).toArray();
    }
    List<SampleOutcome> outcomes = new ArrayList<>();
    List<float[]> witnesses = new ArrayList<>();
    for (int row = 0; row < labels.length; row++) {
      Broken by = broken[row];
      Status status =
          by != null ? Status.BROKEN : correct[row] ? Status.SURVIVED : Status.MISCLASSIFIED;
      outcomes.add(
          new SampleOutcome(
              batch.ids()[row],
              labels[row],
              clean[row],
              status,
              by == null ? null : by.attack(),
              by == null ? clean[row] : by.witness().prediction(),
              by == null ? 0 : by.witness().distance(),
              by != null && by.witness().fragile()));
      if (by != null) {
        witnesses.add(by.witness().input());
      }
    }
    return curve(batch, curveSamples, outcomes, cleanCost, attacks, witnesses);
  }

  /**
   * Budgets below the threat's own are tried on what was broken at it, those above on what
   * survived: so a curve never rises, and no sample is attacked where its fate is known.
   */
  private BatchResult curve(
      Batch batch,
      int curveSamples,
      List<SampleOutcome> outcomes,
      Tally cleanCost,
      List<Tally> attacks,
      List<float[]> witnesses) {
    boolean[] lost = new boolean[curveSamples];
    boolean[] standing = new boolean[curveSamples];
    for (int row = 0; row < curveSamples; row++) {
      lost[row] = outcomes.get(row).status() == Status.MISCLASSIFIED;
      standing[row] = outcomes.get(row).status() == Status.SURVIVED;
    }
    List<Integer> robust = new ArrayList<>();
    Tally cost = Tally.ZERO;
    for (double epsilon : plan.curve()) {
      boolean above = epsilon > plan.threat().epsilon();
      int[] tried =
          IntStream.range(0, curveSamples)
              .filter(row -> !lost[row] && standing[row] == above)
              .toArray();
      @Nullable Broken[] broken = new Broken[batch.size()];
      if (epsilon != plan.threat().epsilon()) {
        for (Attack<?> attack : plan.cascade()) {
          int[] open = Arrays.stream(tried).filter(row -> broken[row] == null).toArray();
          double factor = epsilon / plan.threat().epsilon();
          ThreatModel threat = plan.threat().withEpsilon(epsilon);
          cost = cost.plus(assault(attack.scaled(factor), threat, batch, open, broken));
        }
      }
      for (int row : tried) {
        lost[row] = broken[row] != null;
      }
      boolean within = epsilon < plan.threat().epsilon();
      robust.add(
          (int)
              IntStream.range(0, curveSamples)
                  .filter(row -> !lost[row] && (within || standing[row]))
                  .count());
    }
    return new BatchResult(outcomes, cleanCost, attacks, robust, curveSamples, cost, witnesses);
  }

  /** One attack on some rows; witnesses that hold go into {@code broken}. */
  private Tally assault(
      Attack<?> attack, ThreatModel threat, Batch batch, int[] open, @Nullable Broken[] broken) {
    if (open.length == 0) {
      return Tally.ZERO;
    }
    Meter meter = new Meter();
    LabelModel view = MeteredModel.of(model, meter);
    Judge judge = judge(view);
    long start = System.nanoTime();
    int found =
        Scope.value(
            () -> {
              Batch survivors = batch.rows(open);
              String purpose = "attack/" + attack.name() + "/" + threat.text();
              Tensor candidates =
                  Binding.propose(
                          attack, view, survivors, threat, survivors.draws(plan.seed(), purpose))
                      .points();
              int count = 0;
              for (int i : judge.suspects(survivors, candidates)) {
                int row = open[i];
                judge
                    .witness(survivors.rows(i), Layout.rows(candidates, i), threat)
                    .ifPresent(witness -> broken[row] = new Broken(attack.name(), witness));
                count += broken[row] == null ? 0 : 1;
              }
              return count;
            });
    return tally(found, meter, start);
  }

  private static Tally tally(long broken, Meter meter, long start) {
    return new Tally(
        broken, meter.forwards(), meter.backwards(), (System.nanoTime() - start) / 1e9);
  }

  /** A sample's end. */
  private record Broken(String attack, Judge.Witness witness) {}
}
