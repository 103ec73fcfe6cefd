package dev.redoubt.evaluate;

import dev.redoubt.data.Batch;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.threat.ThreatModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** All attacks on one batch, each on what those before it left, and then the curve. */
final class Cascade {
  private final Plan plan;
  private final Assault assault;
  private final List<Entry> entries;

  Cascade(Plan plan, Pipeline pipeline, List<Entry> entries) {
    this.plan = plan;
    this.assault = new Assault(pipeline, plan);
    this.entries = entries;
  }

  /**
   * Runs what is left to run on a batch.
   *
   * @param curveSamples the curve is measured on the first so many samples
   * @param withCurve false to leave the curve for later
   * @param before what an earlier run had found when it was stopped
   * @param observer told how it goes
   */
  BatchResult run(
      Batch batch,
      int curveSamples,
      boolean withCurve,
      Optional<BatchResult> before,
      Observer observer) {
    BatchResult known = before.orElseGet(() -> clean(batch, curveSamples));
    Ledger ledger = Ledger.of(plan, batch, known);
    List<Tally> attacks = new ArrayList<>(known.attacks());
    int done = Math.min(attacks.size(), entries.size());
    for (Entry entry : entries.subList(done, entries.size())) {
      int[] open = ledger.open();
      if (open.length == 0) {
        attacks.add(Tally.ZERO);
        continue;
      }
      observer.begins(entry.name(), open.length);
      Assault.Result result = assault.run(entry, plan.threat(), batch.rows(open));
      int newly = ledger.add(open, result);
      attacks.add(result.tally().withBroken(newly));
      known = known.after(ledger.outcomes(), attacks, ledger.witnesses());
      observer.knows(known);
    }
    BatchResult found = known.after(ledger.outcomes(), attacks, ledger.witnesses());
    if (!withCurve) {
      return found;
    }
    return plan.distances() ? curve(found) : curve(batch, found);
  }

  private BatchResult clean(Batch batch, int curveSamples) {
    Meter meter = new Meter();
    long start = System.nanoTime();
    Ledger ledger = new Ledger(plan, batch, assault.clean(batch, meter));
    return new BatchResult(
        ledger.outcomes(),
        Tally.of(0, meter, start),
        List.of(),
        List.of(),
        curveSamples,
        Tally.ZERO,
        List.of());
  }

  /** From the distances: a sample is robust up to that of its nearest adversarial point. */
  private BatchResult curve(BatchResult found) {
    List<SampleOutcome> right =
        found.outcomes().subList(0, found.curveSamples()).stream()
            .filter(outcome -> outcome.status() != Status.MISCLASSIFIED)
            .toList();
    List<Integer> robust = new ArrayList<>();
    for (double epsilon : plan.curve()) {
      double limit = epsilon + Allowed.TOLERANCE;
      robust.add(
          (int) right.stream().filter(o -> o.nearest() == null || o.nearest() > limit).count());
    }
    return found.withCurve(robust, Tally.ZERO);
  }

  /**
   * Budgets below the threat's own are tried on what was broken at it, those above on what
   * survived: so a curve never rises, and no sample is attacked where its fate is known.
   */
  private BatchResult curve(Batch batch, BatchResult known) {
    int samples = known.curveSamples();
    boolean[] lost = new boolean[samples];
    boolean[] standing = new boolean[samples];
    for (int row = 0; row < samples; row++) {
      lost[row] = known.outcomes().get(row).status() == Status.MISCLASSIFIED;
      standing[row] = known.outcomes().get(row).status() == Status.SURVIVED;
    }
    List<Integer> robust = new ArrayList<>();
    Tally cost = Tally.ZERO;
    for (double epsilon : plan.curve()) {
      boolean above = epsilon > plan.threat().epsilon();
      int[] tried =
          IntStream.range(0, samples).filter(row -> !lost[row] && standing[row] == above).toArray();
      if (epsilon != plan.threat().epsilon()) {
        cost = cost.plus(atBudget(epsilon, batch, tried, lost));
      }
      boolean within = epsilon < plan.threat().epsilon();
      robust.add(
          (int)
              IntStream.range(0, samples)
                  .filter(row -> !lost[row] && (within || standing[row]))
                  .count());
    }
    return known.withCurve(robust, cost);
  }

  /** The cascade at another budget; the rows that it breaks are lost. */
  private Tally atBudget(double epsilon, Batch batch, int[] tried, boolean[] lost) {
    Tally cost = Tally.ZERO;
    ThreatModel threat = plan.threat().withEpsilon(epsilon);
    double factor = epsilon / plan.threat().epsilon();
    for (Entry entry : last()) {
      int[] open = Arrays.stream(tried).filter(row -> !lost[row]).toArray();
      if (open.length > 0) {
        Assault.Result result = assault.run(entry.scaled(factor), threat, batch.rows(open));
        for (int i = 0; i < open.length; i++) {
          lost[open[i]] = result.broken()[i] != null;
        }
        cost = cost.plus(result.tally());
      }
    }
    return cost;
  }

  /** What the curve is measured with: each attack by an attacker who knows most. */
  private List<Entry> last() {
    Map<String, Entry> strongest = new LinkedHashMap<>();
    for (Entry entry : entries) {
      if (entry.knowledge() != Knowledge.OBLIVIOUS) {
        strongest.put(entry.attack().name(), entry);
      }
    }
    return List.copyOf(strongest.values());
  }

  /** Told how a batch goes. */
  interface Observer {
    /** An attack begins on so many samples. */
    void begins(String attack, int samples);

    /** An attack has ended, and this is known by now. */
    void knows(BatchResult soFar);
  }
}
