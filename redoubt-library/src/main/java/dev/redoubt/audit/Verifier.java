package dev.redoubt.audit;

import dev.redoubt.certify.Certificate;
import dev.redoubt.certify.CertificateJournal;
import dev.redoubt.data.Batch;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetView;
import dev.redoubt.evaluate.SampleOutcome;
import dev.redoubt.evaluate.Status;
import dev.redoubt.evaluate.WitnessCheck;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Re-checks the evidence of an audit from its files: every clean prediction, every witness (with
 * fresh votes, if the model is random), every certificate, and that they lead to the verdict.
 * Nothing is attacked anew: that checks say what they say is taken from the files.
 */
public final class Verifier {
  /** Other votes than those of any audit. */
  private static final long FRESH = 0x5DEECE66DL;

  /** The share of samples on which fresh votes of a random model may say otherwise. */
  private static final double LOST = .05;

  private final AuditPlan plan;
  private final Pipeline pipeline;
  private final Dataset dataset;
  private final Device device;

  /**
   * A verifier.
   *
   * @param pipeline what was audited
   * @param dataset the samples that it was audited on
   */
  public Verifier(AuditPlan plan, Pipeline pipeline, Dataset dataset, Device device) {
    this.plan = plan;
    this.pipeline = pipeline;
    this.dataset = dataset;
    this.device = device;
  }

  /**
   * What the files of an audit say.
   *
   * @param robust the number of robust samples that its numbers imply
   */
  public record Files(
      Verdict verdict,
      int robust,
      List<SampleEvidence> evidence,
      List<CheckResult> checks,
      List<NotRun> notRun) {
    /** Copies. */
    public Files {
      evidence = List.copyOf(evidence);
      checks = List.copyOf(checks);
      notRun = List.copyOf(notRun);
    }
  }

  /** Re-checks. */
  public Verification verify(Files files) {
    List<String> problems = new ArrayList<>();
    if (files.evidence().size() != dataset.size()) {
      problems.add(
          "There is evidence on %d samples, but the data have %d."
              .formatted(files.evidence().size(), dataset.size()));
      return new Verification(0, 0, problems, files.verdict(), Verdict.INCONCLUSIVE);
    }
    WitnessCheck check = new WitnessCheck(pipeline, plan.threat(), plan.seed() ^ FRESH);
    Evidence sound = new Evidence(dataset);
    int witnesses = 0;
    int lost = 0;
    for (int i = 0; i < dataset.size(); i++) {
      SampleEvidence sample = files.evidence().get(i);
      witnesses += sample.witness() != null ? 1 : 0;
      int index = i;
      Optional<String> problem = Scope.value(() -> problem(check, index, sample));
      if (pipeline.isRandom() && problem.isPresent()) {
        lost++; // other votes may say otherwise
      } else {
        problem.ifPresent(problems::add);
      }
      sound.restore(i, sample, problem.isPresent());
    }
    if (lost > Math.max(1, LOST * dataset.size())) {
      problems.add(
          "On %d of %d samples fresh votes say otherwise than the files, which is more than chance."
              .formatted(lost, dataset.size()));
    }
    int robust = (int) files.evidence().stream().filter(SampleEvidence::isRobust).count();
    if (robust != files.robust()) {
      problems.add(
          "audit.json counts %d robust samples, samples.jsonl %d."
              .formatted(files.robust(), robust));
    }
    int certificates = certificates(files.evidence(), problems);
    double epsilon = plan.threat().epsilon();
    Share certified =
        plan.certification().isEmpty()
            ? null
            : Share.of(sound.certified(epsilon).length, dataset.size());
    Verdict again =
        new Rules(plan, sound, certified, files.checks(), files.notRun()).rule().verdict();
    return new Verification(witnesses, certificates, problems, files.verdict(), again);
  }

  private Optional<String> problem(WitnessCheck check, int index, SampleEvidence sample) {
    SampleOutcome outcome = sample.outcome();
    if (outcome.id() != dataset.id(index) || outcome.label() != dataset.label(index)) {
      return Optional.of(
          "Line %d is about sample %d of class %d, but the data have sample %d of class %d there."
              .formatted(
                  index + 1,
                  outcome.id(),
                  outcome.label(),
                  dataset.id(index),
                  dataset.label(index)));
    }
    Batch clean = Batch.read(dataset, new int[] {index}, device);
    int predicted = check.clean(clean)[0];
    boolean right = predicted == outcome.label();
    if (right != (outcome.status() != Status.MISCLASSIFIED)) {
      return Optional.of(
          "Sample %d is said to be %s without an attack, and is not."
              .formatted(outcome.id(), right ? "misclassified" : "right"));
    }
    if (outcome.status() != Status.BROKEN) {
      return Optional.empty();
    }
    float[] witness = sample.witness();
    if (witness == null) {
      return Optional.of(
          "Sample %d is said to be broken, but has no witness.".formatted(outcome.id()));
    }
    Optional<WitnessCheck.Finding> found =
        check.of(clean, Tensors.of(witness, clean.inputs().shape()).to(device));
    if (found.isEmpty()) {
      return Optional.of(
          "The witness of sample %d does not break the model within the budget and the range of inputs."
              .formatted(outcome.id()));
    }
    return found.get().fragile() && !outcome.fragile()
        ? Optional.of(
            "The witness of sample %d is fragile, and not marked so.".formatted(outcome.id()))
        : Optional.empty();
  }

  /** Makes the certificates at epsilon again; returns how many. */
  private int certificates(List<SampleEvidence> evidence, List<String> problems) {
    double epsilon = plan.threat().epsilon();
    int[] claimed =
        IntStream.range(0, evidence.size())
            .filter(i -> evidence.get(i).isCertifiedAt(epsilon))
            .toArray();
    if (claimed.length == 0) {
      return 0;
    }
    if (plan.certification().isEmpty()) {
      problems.add("There are certificates, but this model can't be certified under this threat.");
      return 0;
    }
    Dataset some = DatasetView.select(dataset, claimed);
    List<Certificate> again =
        new Proofs(plan, pipeline, some, device).certificates(CertificateJournal.NONE);
    for (Certificate certificate : again) {
      if (!certificate.holds(epsilon)) {
        problems.add(
            "Sample %d is said to be certified at %s, but is not when certified again."
                .formatted(certificate.id(), epsilon));
      }
    }
    return claimed.length;
  }
}
