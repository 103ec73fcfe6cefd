package dev.redoubt.cli;

import dev.redoubt.audit.Audit;
import dev.redoubt.audit.SampleEvidence;
import dev.redoubt.data.Dataset;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.report.AuditReport;
import dev.redoubt.report.DataSummary;
import dev.redoubt.report.Gallery;
import dev.redoubt.report.ModelIdentity;
import dev.redoubt.report.Provenance;
import dev.redoubt.report.ThreatSummary;
import dev.redoubt.tensor.Device;
import dev.redoubt.threat.ThreatModel;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** From an audit to its report. */
final class AuditReports {
  private static final int GALLERY = 6;

  private AuditReports() {}

  /**
   * The report of an audit that this process has just finished.
   *
   * @param provenance with the command line of an audit that does the same
   * @param defence around the model, as users write it
   */
  static AuditReport of(
      Provenance provenance,
      Dataset dataset,
      ModelIdentity model,
      Optional<String> defence,
      Pipeline pipeline,
      Audit audit,
      Device device) {
    List<SampleEvidence> evidence = audit.evidence();
    ThreatModel threat = audit.plan().threat();
    return new AuditReport(
        provenance,
        new DataSummary(dataset.name(), dataset.split(), dataset.size()),
        new ThreatSummary(threat.norm().name(), threat.epsilon(), threat.text(), null),
        model,
        defence.orElse(null),
        audit,
        Gallery.pick(
            pipeline,
            dataset,
            evidence.stream().map(SampleEvidence::outcome).toList(),
            evidence.stream().map(SampleEvidence::witness).filter(Objects::nonNull).toList(),
            GALLERY,
            device));
  }
}
