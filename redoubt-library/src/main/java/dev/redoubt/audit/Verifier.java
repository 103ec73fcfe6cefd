package dev.redoubt.audit;

import dev.redoubt.audit.remedy.Redeclared;
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
    Pipeline judged = judged(files.checks());
    WitnessCheck check = new WitnessCheck(judged, plan.threat(), plan.seed() ^ FRESH);
    Evidence sound = new Evidence(dataset);
    int witnesses = 0;
    int lost = 0;
    for (int i = 0; i < dataset.size(); i++) {
      SampleEvidence sample = files.evidence().get(i);
      witnesses += sample.witness() != null ? 1 : 0;
      int index = i;
      Optional<Problem> problem = Scope.value(() -> problem(check, index, sample));
      if (judged.isRandom() && problem.filter(Problem::byVotes).isPresent()) {
        lost++; // other votes may say otherwise
      } else {
        problem.map(Problem::sentence).ifPresent(problems::add);
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
    Proven proven = certificates(files.evidence(), problems);
    Share certified =
        plan.certification().isEmpty() ? null : Share.of(proven.again(), dataset.size());
    Verdict again =
        new Rules(plan, sound, certified, files.checks(), files.notRun()).rule().verdict();
    return new Verification(witnesses, proven.claimed(), problems, files.verdict(), again);
  }

  /** The audit judged by votes what H3 found to be random without saying so. */
  private Pipeline judged(List<CheckResult> checks) {
    boolean redeclared =
        checks.stream().anyMatch(c -> c.id().equals("H3") && c.flag() && c.remedy() != null);
    return redeclared
        ? Scope.value(
            () ->
                new Redeclared()
                    .of(pipeline, Batch.read(dataset, new int[] {0}, device))
                    .orElse(pipeline))
        : pipeline;
  }

  /**
   * What does not agree with the files about a sample.
   *
   * @param byVotes whether it rests on the model's answers, which are votes if it is random
   */
  private record Problem(String sentence, boolean byVotes) {
    static Optional<Problem> inFiles(String sentence) {
      return Optional.of(new Problem(sentence, false));
    }

    static Optional<Problem> inAnswers(String sentence) {
      return Optional.of(new Problem(sentence, true));
    }
  }

  private Optional<Problem> problem(WitnessCheck check, int index, SampleEvidence sample) {
    SampleOutcome outcome = sample.outcome();
    if (outcome.id() != dataset.id(index) || outcome.label() != dataset.label(index)) {
      return Problem.inFiles(
          "Line %d is about sample %d of class %d, but the data have sample %d of class %d there."
              .formatted(
                  index + 1,
                  outcome.id(),
                  outcome.label(),
                  dataset.id(index),
                  dataset.label(index)));
    }
    float[] witness = sample.witness();
    if ((witness != null) != (outcome.status() == Status.BROKEN)) {
      return Problem.inFiles(
          (witness == null
                  ? "Sample %d is said to be broken, but has no witness."
                  : "Sample %d has a witness, but is not said to be broken.")
              .formatted(outcome.id()));
    }
    if (witness != null && witness.length != dataset.input().features()) {
      return Problem.inFiles(
          "The witness of sample %d has %d values, but inputs have %d."
              .formatted(outcome.id(), witness.length, dataset.input().features()));
    }
    Batch clean = Batch.read(dataset, new int[] {index}, device);
    int predicted = check.clean(clean)[0];
    boolean right = predicted == outcome.label();
    if (right != (outcome.status() != Status.MISCLASSIFIED)) {
      return Problem.inAnswers(
          "Sample %d is said to be %s without an attack, and is not."
              .formatted(outcome.id(), right ? "misclassified" : "right"));
    }
    if (witness == null) {
      return Optional.empty();
    }
    Optional<WitnessCheck.Finding> found =
        check.of(clean, Tensors.of(witness, clean.inputs().shape()).to(device));
    if (found.isEmpty()) {
      return Problem.inAnswers(
          "The witness of sample %d does not break the model within the budget and the range of inputs."
              .formatted(outcome.id()));
    }
    return found.get().fragile() && !outcome.fragile()
        ? Problem.inAnswers(
            "The witness of sample %d is fragile, and not marked so.".formatted(outcome.id()))
        : Optional.empty();
  }

  /**
   * Certificates at epsilon.
   *
   * @param claimed in the files
   * @param again those of them that were made again
   */
  private record Proven(int claimed, int again) {}

  /** Makes the certificates at epsilon again. */
  private Proven certificates(List<SampleEvidence> evidence, List<String> problems) {
    double epsilon = plan.threat().epsilon();
    int[] claimed =
        IntStream.range(0, evidence.size())
            .filter(i -> evidence.get(i).isCertifiedAt(epsilon))
            .toArray();
    if (claimed.length == 0) {
      return new Proven(0, 0);
    }
    if (plan.certification().isEmpty()) {
      problems.add("There are certificates, but this model can't be certified under this threat.");
      return new Proven(claimed.length, 0);
    }
    Dataset some = DatasetView.select(dataset, claimed);
    List<Certificate> again =
        new Proofs(plan, pipeline, some, device).certificates(CertificateJournal.NONE);
    int proven = 0;
    for (Certificate certificate : again) {
      if (certificate.holds(epsilon)) {
        proven++;
      } else {
        problems.add(
            "Sample %d is said to be certified at %s, but is not when certified again."
                .formatted(certificate.id(), epsilon));
      }
    }
    return new Proven(claimed.length, proven);
  }
}
