package dev.redoubt.report;

import dev.redoubt.audit.Audit;
import dev.redoubt.audit.Phase;
import dev.redoubt.evaluate.Knowledge;
import dev.redoubt.tensor.Engine;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one audit came to, with what is needed to check it: the source of {@code
 * audit.json}, {@code report.html} and {@code card.md}.
 *
 * @param provenance what is needed to run it again
 * @param data the samples
 * @param threat what the attacker was allowed to do
 * @param model the classifier inside of what was audited
 * @param defence what stands around it, as users write it; null if nothing does
 * @param audit the verdict and its evidence
 * @param gallery samples to show; may be empty; goes to the page alone
 * @param peakRssMb largest resident memory of the process, in MB of 10⁶ bytes
 */
public record AuditReport(
    Provenance provenance,
    DataSummary data,
    ThreatSummary threat,
    ModelIdentity model,
    @Nullable String defence,
    Audit audit,
    List<GalleryItem> gallery,
    double peakRssMb) {
  /** Copies. */
  public AuditReport {
    gallery = List.copyOf(gallery);
  }

  /** The report of an audit that this process has just finished. */
  public AuditReport(
      Provenance provenance,
      DataSummary data,
      ThreatSummary threat,
      ModelIdentity model,
      @Nullable String defence,
      Audit audit,
      List<GalleryItem> gallery) {
    this(
        provenance, data, threat, model, defence, audit, gallery, Engine.peakResidentBytes() / 1e6);
  }

  /** The number of samples. */
  public int samples() {
    return audit.evidence().size();
  }

  /** What all phases took together. */
  public Cost cost() {
    List<Phase> phases = audit.phases();
    return new Cost(
        phases.stream().mapToLong(Phase::forwards).sum(),
        phases.stream().mapToLong(Phase::backwards).sum(),
        phases.stream().mapToDouble(Phase::seconds).sum(),
        peakRssMb);
  }

  /** The model in words: {@code net.rdb behind jpeg}. */
  String subject() {
    return defence == null ? model.name() : model.name() + " behind " + defence;
  }

  /** Whether its answers are drawn anew each time. */
  boolean random() {
    return audit.evidence().stream().anyMatch(sample -> sample.outcome().vote() != null);
  }

  /** The main cascade, attack by attack. */
  List<AttackResult> attacks() {
    boolean differ =
        audit.evaluation().entries().stream()
            .anyMatch(entry -> entry.knowledge() == Knowledge.OBLIVIOUS || entry.draws() > 1);
    return ModelResults.attacks(differ, audit.evaluation());
  }
}
