package dev.redoubt.audit;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.Attack;
import dev.redoubt.audit.Check.Remedied;
import dev.redoubt.audit.Check.Seen;
import dev.redoubt.audit.check.Checks;
import dev.redoubt.audit.measure.Confidence;
import dev.redoubt.audit.measure.LandscapeSurvey;
import dev.redoubt.data.Dataset;
import dev.redoubt.evaluate.Evaluation;
import dev.redoubt.evaluate.Fit;
import dev.redoubt.evaluate.Tally;
import dev.redoubt.model.LabelModel;
import dev.redoubt.model.ScoreModel;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.tensor.Device;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Audits a claim: proves what can be proven, finds out how the model has to be differentiated,
 * attacks it, runs every check with its remedy, re-checks all witnesses and rules.
 */
public final class Auditor {
  private final AuditPlan plan;
  private final Device device;
  private final AuditListener listener;

  /** An auditor for one plan. */
  public Auditor(AuditPlan plan, Device device, AuditListener listener) {
    this.plan = plan;
    this.device = device;
    this.listener = listener;
  }

  /**
   * Refuses at once what can't be audited.
   *
   * @throws BadInputException if the data don't fit the model, or are too few for the claim
   */
  public void check(Pipeline pipeline, Dataset dataset) {
    Fit.check(pipeline.deployed(), dataset);
    int needed = plan.claim().map(SampleSize::needed).orElse(1);
    if (dataset.size() < needed) {
      throw new BadInputException(
          "a claim of %s can't be tested with %d samples: %d are needed at least"
              .formatted(plan.claim().orElseThrow(), dataset.size(), needed));
    }
  }

  /**
   * Audits.
   *
   * @param journal where runs are kept, so that an audit that was stopped goes on there
   * @throws BadInputException for what {@link #check} refuses
   * @throws IllegalStateException if a certificate is contradicted: a bug
   */
  public Audit audit(Pipeline pipeline, Dataset dataset, AuditJournal journal) {
    check(pipeline, dataset);
    return new Course(
            new Investigation(plan, pipeline, dataset, device, journal, listener), journal)
        .run();
  }

  /** One audit from beginning to end. */
  private final class Course {
    private final Investigation investigation;
    private final AuditJournal journal;
    private final List<CheckResult> checks = new ArrayList<>();
    private final List<NotRun> notRun = new ArrayList<>();
    private final Map<CheckResult, Remedied> remedied = new LinkedHashMap<>();
    private final List<Phase> phases = new ArrayList<>();
    private final int parts;
    private @Nullable Curve curve;
    private int begun;

    Course(Investigation investigation, AuditJournal journal) {
      this.investigation = investigation;
      this.journal = journal;
      this.parts = Checks.all(found -> {}).size() + (plan.certification().isPresent() ? 6 : 5);
    }

    Audit run() {
      Checks.beforeAnything().forEach(this::look);
      phase(
          "clean",
          () ->
              investigation
                  .evidence()
                  .add(
                      "",
                      investigation.all(),
                      investigation.measure(
                          "clean",
                          investigation.pipeline(),
                          plan.arsenal().main().subList(0, 1),
                          investigation.all(),
                          plan.threat())));
      Share certified = certified();
      Checks.beforeAttacks().forEach(this::look);
      Share naive = phase("naive attack", this::naive);
      Evaluation main = phase("attacks", this::attacks);
      Checks.afterAttacks(found -> curve = found).forEach(this::look);
      settle();
      return phase("re-check", () -> conclude(certified, naive, main));
    }

    private <T> T phase(String name, Supplier<T> work) {
      listener.begins(name, begun, parts);
      begun++;
      long start = System.nanoTime();
      T result = work.get();
      keep(name, start);
      return result;
    }

    private double keep(String name, long start) {
      double seconds = (System.nanoTime() - start) / 1e9;
      Tally spent = investigation.spent();
      phases.add(new Phase(name, spent.forwards(), spent.backwards(), seconds));
      return seconds;
    }

    private @Nullable Share certified() {
      if (plan.certification().isEmpty()) {
        return null;
      }
      Evidence evidence = investigation.evidence();
      return phase(
          "certificates",
          () -> {
            evidence.add(journal.withCertificates(proofs()::certificates));
            return Share.of(evidence.certified(plan.threat().epsilon()).length, evidence.samples());
          });
    }

    private Proofs proofs() {
      return new Proofs(plan, investigation.pipeline(), investigation.dataset(), device);
    }

    private void look(Check check) {
      Optional<String> obstacle = check.obstacle(investigation);
      if (obstacle.isPresent()) {
        notRun.add(new NotRun(check.id() + " " + check.title(), obstacle.get()));
        begun++;
        return;
      }
      listener.begins(check.id() + " " + check.title(), begun, parts);
      begun++;
      long start = System.nanoTime();
      Seen seen = check.look(investigation);
      double seconds = keep(check.id(), start);
      CheckResult result =
          new CheckResult(
              check.id(),
              check.title(),
              seen.flag(),
              seen.flag() && seen.remedied() == Remedied.YES,
              seen.isVoid(),
              seen.figures(),
              check.rule(),
              check.source(),
              seen.remedy(),
              seen.sentence(),
              seconds);
      checks.add(result);
      remedied.put(result, seen.remedied());
    }

    /** What somebody reports who trusts gradients as they are. */
    private @Nullable Share naive() {
      Pipeline trusted = investigation.pipeline();
      int[] correct = investigation.evidence().correct();
      Attack<?> attack = plan.arsenal().naive();
      if (correct.length == 0
          || investigation.gradients(trusted).isEmpty()
          || !investigation.able(trusted, List.of(attack), plan.threat()).contains(attack)) {
        return null;
      }
      Evaluation evaluation =
          investigation.attackAnew("naive", Investigation.seen(trusted), attack, correct);
      int left = (int) Math.round(evaluation.robustAccuracy() * correct.length);
      return Share.of(left, investigation.evidence().samples());
    }

    private Evaluation attacks() {
      int[] samples = investigation.evidence().unproven(plan.threat().epsilon());
      LabelModel view = investigation.differentiated().adaptive(1);
      List<Attack<?>> cascade = new ArrayList<>(plan.arsenal().main());
      if (!(view instanceof ScoreModel)) {
        cascade.addAll(plan.arsenal().labels());
      }
      List<Attack<?>> able =
          investigation.able(investigation.differentiated(), cascade, plan.threat());
      cascade.stream()
          .filter(attack -> !able.contains(attack))
          .forEach(
              attack ->
                  notRun.add(
                      new NotRun(
                          "Attack " + attack.name(),
                          "It needs more than the model gives, or does not know this norm.")));
      Evaluation evaluation =
          investigation.measure(
              "attacks", investigation.differentiated(), able, samples, plan.threat());
      investigation.evidence().add("", samples, evaluation);
      return evaluation;
    }

    /**
     * Flags that wait for it are resolved once doubling the budget moves little. Where nothing is
     * left, there is nothing that an attack could have missed, and no flag matters any more.
     */
    private void settle() {
      boolean waits =
          checks.stream().anyMatch(c -> c.flag() && remedied.get(c) == Remedied.ONCE_SETTLED);
      boolean settled = phase("settling", () -> waits && investigation.settlement().reached());
      boolean nothingLeft = investigation.evidence().survivors().length == 0;
      checks.replaceAll(
          c ->
              nothingLeft || remedied.get(c) == Remedied.ONCE_SETTLED
                  ? c.resolvedIf(settled || nothingLeft)
                  : c);
      checks.sort(Comparator.comparing(CheckResult::id));
    }

    /** How the model was attacked, where that is not what it says of itself. */
    private List<String> ways() {
      List<String> ways = new ArrayList<>();
      investigation
          .remedy()
          .ifPresent(
              words ->
                  ways.add(
                      "The attacks don't trust the gradients that the model gives: "
                          + words
                          + "."));
      List<Double> moves = investigation.settlement().moves();
      if (!moves.isEmpty()) {
        ways.add(
            "Doubling the budget of the attacks moved robust accuracy by %s, the last time."
                .formatted(Percent.points(moves.get(moves.size() - 1))));
      }
      return ways;
    }

    private Audit conclude(@Nullable Share certified, @Nullable Share naive, Evaluation main) {
      Evidence evidence = investigation.evidence();
      proofs().contradictions(evidence);
      int dropped = new Recheck(investigation).dropUnsound();
      if (dropped > 0) {
        notRun.add(
            new NotRun(
                "Witnesses",
                "%d did not stand a second look with fresh votes, and don't count."
                    .formatted(dropped)));
      }
      Checks.partly(plan, notRun);
      int n = evidence.samples();
      Share proven =
          certified == null
              ? null
              : Share.of(evidence.certified(plan.threat().epsilon()).length, n);
      Ruling ruling = new Rules(plan, evidence, proven, checks, notRun).rule().with(ways());
      return new Audit(
          plan,
          ruling,
          evidence.all(),
          Share.of(evidence.correct().length, n),
          Share.of(evidence.survivors().length, n),
          proven,
          naive,
          checks,
          notRun,
          Optional.ofNullable(curve),
          LandscapeSurvey.of(investigation),
          Confidence.of(investigation),
          phases,
          main);
    }
  }
}
