package dev.redoubt.compare;

import dev.redoubt.audit.Arsenal;
import dev.redoubt.audit.Audit;
import dev.redoubt.audit.AuditJournal;
import dev.redoubt.audit.AuditListener;
import dev.redoubt.audit.AuditPlan;
import dev.redoubt.audit.Auditor;
import dev.redoubt.audit.Share;
import dev.redoubt.audit.SmoothedCertification;
import dev.redoubt.certify.Certificate;
import dev.redoubt.certify.CertificationPlan;
import dev.redoubt.certify.Certifier;
import dev.redoubt.data.Dataset;
import dev.redoubt.evaluate.EotBudget;
import dev.redoubt.evaluate.EvaluationListener;
import dev.redoubt.evaluate.Evaluator;
import dev.redoubt.evaluate.Plan;
import dev.redoubt.evaluate.SampleOutcome;
import dev.redoubt.evaluate.Status;
import dev.redoubt.model.LabelModel;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.tensor.Device;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Measures a defence by an audit. First comes the claim that its owner would make: what is proven,
 * if something is; else, behind stages, what attackers leave who don't know of them. A model
 * without stages claims nothing, and the audit judges what it measures.
 */
public final class AuditedDefence {
  private static final double CLAIM_GRID = 1000;

  private final ComparisonPlan plan;
  private final Arsenal arsenal;
  private final Device device;

  /**
   * A measurement.
   *
   * @param arsenal the attacks of the audit, whose main ones the oblivious attackers run as well
   */
  public AuditedDefence(ComparisonPlan plan, Arsenal arsenal, Device device) {
    this.plan = plan;
    this.arsenal = arsenal;
    this.device = device;
  }

  /** Told how it goes. */
  public interface Listener {
    /** For the attackers who don't know of the defence, which go first. */
    EvaluationListener oblivious();

    /** For the audit. */
    AuditListener audit();
  }

  /**
   * What it came to.
   *
   * @param findings for the table
   * @param audit whole
   */
  public record Result(Findings findings, Audit audit) {}

  /** Refuses at once what can't be audited. */
  public void check(Pipeline pipeline, Dataset dataset) {
    new Auditor(audit(pipeline, dataset, null), device, AuditListener.none())
        .check(pipeline, dataset);
  }

  /**
   * Measures.
   *
   * @param journal where runs are kept, so that what was stopped goes on there
   */
  public Result measure(
      Pipeline pipeline, Dataset dataset, AuditJournal journal, Listener listener) {
    long start = System.nanoTime();
    Optional<List<Certificate>> certificates = certificates(pipeline, dataset, journal);
    Optional<Share> oblivious =
        pipeline.isDefended()
            ? Optional.of(oblivious(pipeline, dataset, certificates, journal, listener.oblivious()))
            : Optional.empty();
    Double claim =
        certificates
            .flatMap(this::proven)
            .or(() -> oblivious.map(Share::estimate))
            .filter(share -> AuditPlan.enough(share, dataset.size()))
            .orElse(null);
    AuditPlan asked = audit(pipeline, dataset, claim);
    Audit audit = new Auditor(asked, device, listener.audit()).audit(pipeline, dataset, journal);
    Findings findings =
        new Findings(
            "audit, effort " + plan.effort().spelling(),
            dataset.size(),
            audit.clean(),
            oblivious.orElse(audit.robust()),
            audit.robust(),
            audit.certified(),
            claim,
            audit.ruling().verdict(),
            audit.ruling().sentence(),
            audit.ruling().reasons(),
            audit.notRun(),
            (System.nanoTime() - start) / 1e9);
    return new Result(findings, audit);
  }

  private AuditPlan audit(Pipeline pipeline, Dataset dataset, @Nullable Double claim) {
    return new AuditPlan(
        plan.threat(),
        Optional.ofNullable(claim),
        arsenal,
        plan.effort(),
        plan.seed(),
        plan.batchSize(),
        plan.workers(),
        List.of(),
        certification(pipeline, dataset));
  }

  private Optional<CertificationPlan> certification(Pipeline pipeline, Dataset dataset) {
    return SmoothedCertification.of(
        pipeline, plan.threat(), dataset.size(), plan.effort(), plan.seed());
  }

  /**
   * Samples that such attackers leave. What is certified counts as left, as in the audit: a vote
   * that is lost there speaks against the few draws that were cast.
   */
  private Share oblivious(
      Pipeline pipeline,
      Dataset dataset,
      Optional<List<Certificate>> certificates,
      AuditJournal journal,
      EvaluationListener listener) {
    int share = Math.max(1, -Math.floorDiv(-dataset.size(), plan.workers()));
    int batch = pipeline.isShared() ? Math.min(plan.batchSize(), share) : plan.batchSize();
    Plan attacks =
        new Plan(plan.threat(), arsenal.main(), List.of(), 0, batch, plan.seed(), EotBudget.SINGLE);
    List<SampleOutcome> outcomes =
        journal
            .with(
                "oblivious",
                kept ->
                    new Evaluator(attacks, device, listener, plan.workers())
                        .evaluateOblivious(pipeline, dataset, kept))
            .outcomes();
    long left =
        IntStream.range(0, outcomes.size())
            .filter(
                i ->
                    outcomes.get(i).status() == Status.SURVIVED
                        || certificates.filter(all -> holds(all.get(i))).isPresent())
            .count();
    return Share.of((int) left, outcomes.size());
  }

  private boolean holds(Certificate certificate) {
    return certificate.holds(plan.threat().epsilon());
  }

  /** What is proven with 97.5 % confidence, rounded down; empty if that is nothing. */
  private Optional<Double> proven(List<Certificate> certificates) {
    long holding = certificates.stream().filter(this::holds).count();
    double low = Share.of((int) holding, certificates.size()).low();
    return Optional.of(Math.floor(low * CLAIM_GRID) / CLAIM_GRID).filter(share -> share > 0);
  }

  private Optional<List<Certificate>> certificates(
      Pipeline pipeline, Dataset dataset, AuditJournal journal) {
    return certification(pipeline, dataset)
        .map(
            how -> {
              LabelModel base =
                  Pipeline.of(
                          pipeline.classifier(),
                          pipeline.stages().subList(1, pipeline.stages().size()))
                      .deployed();
              return journal.withCertificates(
                  kept ->
                      new Certifier(
                              how,
                              device,
                              (done, total, certified, draws) -> {},
                              plan.batchSize(),
                              plan.workers())
                          .certify(base, dataset, kept)
                          .certificates());
            });
  }
}
