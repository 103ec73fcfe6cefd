package dev.redoubt.bench.suite;

import dev.redoubt.attack.Attack;
import dev.redoubt.attack.apgd.Apgd;
import dev.redoubt.attack.apgd.ApgdT;
import dev.redoubt.attack.apgd.Ascent;
import dev.redoubt.attack.square.Square;
import dev.redoubt.audit.Audit;
import dev.redoubt.audit.AuditJournal;
import dev.redoubt.audit.AuditListener;
import dev.redoubt.audit.AuditPlan;
import dev.redoubt.audit.Auditor;
import dev.redoubt.audit.Effort;
import dev.redoubt.audit.Investigation;
import dev.redoubt.audit.Phase;
import dev.redoubt.audit.SampleSize;
import dev.redoubt.catalog.attacks.Arsenals;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetView;
import dev.redoubt.evaluate.EotBudget;
import dev.redoubt.evaluate.Evaluation;
import dev.redoubt.evaluate.Evaluator;
import dev.redoubt.evaluate.Journal;
import dev.redoubt.evaluate.Plan;
import dev.redoubt.loss.CrossEntropy;
import dev.redoubt.loss.Margin;
import dev.redoubt.loss.TargetedDlr;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.tensor.Device;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Builds fixtures, measures what their authors and those who know them measure, and audits them.
 */
final class Trials {
  private static final int STEPS = 40;
  private static final int FEWER_STEPS = 20;
  private static final int TARGETS = 5;
  private static final int QUERIES = 2_000;
  private static final int FEWER_QUERIES = 200;
  private static final EotBudget DRAWS = EotBudget.of(8);
  private static final int BATCH = 128;

  private final Workshop workshop;
  private final int workers;
  private final int points;
  private final Map<Long, Double> bases = new HashMap<>();

  /**
   * A run of trials.
   *
   * @param workers batches at a time
   * @param points the most samples that a fixture is audited on
   */
  Trials(Workshop workshop, int workers, int points) {
    this.workshop = workshop;
    this.workers = workers;
    this.points = points;
  }

  /** Builds and audits a fixture once. */
  Trial of(Fixture fixture, Fixture.Run run) {
    workshop.secondsSpent();
    Built built = fixture.maker().make(workshop, run.trainingSeed());
    double training = workshop.secondsSpent();
    Dataset samples = DatasetView.slice(built.samples(), 0, Math.min(points, fixture.points()));
    double known =
        built.base().isPresent()
            ? ofBase(fixture, built.base().get(), samples, run)
            : known(fixture, built.known(), samples, run.auditSeed());
    double claim =
        fixture.author() == Author.IS_HONEST
            ? Math.floor(100 * known) / 100
            : claim(fixture, built.shipped(), samples, run.auditSeed());
    long start = System.nanoTime();
    Audit audit =
        audit(fixture, built.shipped(), testable(claim, samples), samples, run.auditSeed());
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Trial(
        fixture.name(),
        fixture.kind(),
        run.trainingSeed(),
        run.auditSeed(),
        samples.size(),
        audit.clean().estimate(),
        claim,
        known,
        audit.robust().estimate(),
        audit.ruling().verdict(),
        audit.checks().stream().map(Trial.Check::of).toList(),
        training,
        seconds,
        audit.phases().stream().mapToLong(Phase::forwards).sum(),
        audit.phases().stream().mapToLong(Phase::backwards).sum());
  }

  /** A claim that so few samples can't test is not made; then what is measured is judged. */
  private static Optional<Double> testable(double claim, Dataset samples) {
    return Optional.of(claim).filter(made -> SampleSize.needed(made) <= samples.size());
  }

  private double ofBase(Fixture fixture, Pipeline base, Dataset samples, Fixture.Run run) {
    return bases.computeIfAbsent(
        run.auditSeed(),
        seed -> audit(fixture, base, Optional.empty(), samples, seed).robust().estimate());
  }

  private Audit audit(
      Fixture fixture, Pipeline pipeline, Optional<Double> claim, Dataset samples, long seed) {
    int classes = pipeline.classifier().classes();
    AuditPlan plan =
        new AuditPlan(
            fixture.threat(),
            claim,
            Arsenals.of(Effort.QUICK, fixture.threat().norm(), classes),
            Effort.QUICK,
            seed,
            BATCH,
            workers,
            List.of(),
            Optional.empty());
    return new Auditor(plan, Device.CPU, AuditListener.none())
        .audit(pipeline, samples, AuditJournal.none());
  }

  /** What the author reports, who trusts what the defence says of itself. */
  private double claim(Fixture fixture, Pipeline shipped, Dataset samples, long seed) {
    List<Attack<?>> attack = List.of(fixture.author().attack());
    Evaluator evaluator = evaluator(fixture, attack, EotBudget.SINGLE, samples, seed);
    Evaluation found =
        shipped.rejects()
            ? evaluator.evaluateOblivious(shipped, samples, Journal.none())
            : evaluator.evaluate(Investigation.seen(shipped), samples, Journal.none());
    return found.robustAccuracy();
  }

  /** What is left after the attacks of somebody who knows how it was made. */
  private double known(Fixture fixture, Pipeline known, Dataset samples, long seed) {
    boolean dear = known.isRandom() || known.rejects();
    int steps = dear ? FEWER_STEPS : STEPS;
    List<Attack<?>> attacks =
        List.of(
            new Apgd("apgd-margin", new Margin(), new Ascent(steps, 1, 1, false)),
            new Apgd("apgd-ce", new CrossEntropy(), new Ascent(steps, 1, 1, false)),
            new ApgdT(new TargetedDlr(), dear ? 1 : TARGETS, new Ascent(steps, 1, 1, false)),
            new Square(dear ? FEWER_QUERIES : QUERIES));
    EotBudget draws = known.isRandom() ? DRAWS : EotBudget.SINGLE;
    return evaluator(fixture, attacks, draws, samples, seed)
        .evaluate(Investigation.seen(known), samples, Journal.none())
        .robustAccuracy();
  }

  private Evaluator evaluator(
      Fixture fixture, List<Attack<?>> attacks, EotBudget draws, Dataset samples, long seed) {
    int together = Math.min(BATCH, Math.max(1, -Math.floorDiv(-samples.size(), workers)));
    Plan plan = new Plan(fixture.threat(), attacks, List.of(), 0, together, ~seed, draws);
    return new Evaluator(plan, Device.CPU, (done, total, clean, robust) -> {}, workers);
  }
}
