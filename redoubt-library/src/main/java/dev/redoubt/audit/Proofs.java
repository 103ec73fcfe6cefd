package dev.redoubt.audit;

import dev.redoubt.certify.Certificate;
import dev.redoubt.certify.CertificateCheck;
import dev.redoubt.certify.CertificateJournal;
import dev.redoubt.certify.Certifier;
import dev.redoubt.certify.SmoothedClassifier;
import dev.redoubt.data.Batch;
import dev.redoubt.data.Dataset;
import dev.redoubt.model.LabelModel;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.List;
import java.util.Objects;

/**
 * What is proven of the samples: certificates of the classifier behind a smoothing stage that
 * stands first. They are about the smoothed classifier itself, of which the deployed one is an
 * estimate by a finite number of votes.
 */
final class Proofs {
  private final AuditPlan plan;
  private final Pipeline pipeline;
  private final Dataset dataset;
  private final Device device;

  Proofs(AuditPlan plan, Pipeline pipeline, Dataset dataset, Device device) {
    this.plan = plan;
    this.pipeline = pipeline;
    this.dataset = dataset;
    this.device = device;
  }

  /** One certificate a sample, in order. */
  List<Certificate> certificates(CertificateJournal journal) {
    return new Certifier(
            plan.certification().orElseThrow(),
            device,
            (done, total, certified, draws) -> {},
            plan.batchSize(),
            plan.workers())
        .certify(base(), dataset, journal)
        .certificates();
  }

  /** What stands behind the smoothing. */
  private LabelModel base() {
    return Pipeline.of(
            pipeline.classifier(), pipeline.stages().subList(1, pipeline.stages().size()))
        .deployed();
  }

  /**
   * Checks every witness against a certified sample. One that does not contradict its certificate
   * speaks against the votes that were cast, not against what they estimate, and is dropped.
   *
   * @throws IllegalStateException if one contradicts its certificate: a bug
   */
  void contradictions(Evidence evidence) {
    if (plan.certification().isEmpty()) {
      return;
    }
    CertificateCheck check =
        CertificateCheck.of(
            new SmoothedClassifier(
                base(), plan.certification().get().smoothing(), plan.batchSize()));
    for (int i : evidence.certified(plan.threat().epsilon())) {
      SampleEvidence sample = evidence.of(i);
      float[] witness = sample.witness();
      if (witness != null) {
        refuseContradiction(check, i, sample, witness);
        evidence.drop(i);
      }
    }
  }

  private void refuseContradiction(
      CertificateCheck check, int index, SampleEvidence sample, float[] witness) {
    CertificateCheck.Finding finding =
        Scope.value(
            () -> {
              Tensor clean = Batch.read(dataset, new int[] {index}, device).inputs();
              Tensor point = Tensors.of(witness, clean.shape()).to(device);
              return check.check(
                  Objects.requireNonNull(sample.certificate()), clean, point, plan.seed());
            });
    if (finding.contradicts()) {
      throw new IllegalStateException("this is a bug: " + finding.sentence());
    }
  }
}
