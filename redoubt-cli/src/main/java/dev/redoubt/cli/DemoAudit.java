package dev.redoubt.cli;

import dev.redoubt.audit.Audit;
import dev.redoubt.audit.AuditJournal;
import dev.redoubt.audit.AuditPlan;
import dev.redoubt.audit.Auditor;
import dev.redoubt.audit.Effort;
import dev.redoubt.catalog.attacks.Arsenals;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetView;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.report.AuditFiles;
import dev.redoubt.report.ModelIdentity;
import dev.redoubt.report.Provenance;
import dev.redoubt.report.RunFiles;
import dev.redoubt.tensor.Device;
import dev.redoubt.threat.ThreatModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The end of the demo: a quick audit of each network, with its own report.
 *
 * @param threat that was attacked under
 * @param test all test samples
 * @param provenance of the demo
 */
record DemoAudit(
    ThreatModel threat, Dataset test, Provenance provenance, CommonOptions common, Device device) {
  private static final int BATCH = 128;

  /**
   * Audits one network, and writes the report.
   *
   * @param title of the network
   * @param file that it is in
   * @param folder for the report
   */
  Audit run(String title, NetworkModel model, Path file, ModelIdentity identity, Path folder) {
    int points = Effort.QUICK.points();
    Dataset some = test.size() > points ? DatasetView.slice(test, 0, points) : test;
    AuditPlan plan =
        new AuditPlan(
            threat,
            Optional.empty(),
            Arsenals.of(Effort.QUICK, threat.norm(), model.classes()),
            Effort.QUICK,
            common.seed,
            BATCH,
            common.threads(),
            List.of(),
            Optional.empty());
    Pipeline pipeline = Pipeline.of(model);
    Audit audit;
    try (AuditProgress progress = new AuditProgress("Auditing " + title, common.quiet)) {
      audit = new Auditor(plan, device, progress).audit(pipeline, some, AuditJournal.none());
    }
    RunFiles.prepare(folder);
    AuditFiles.write(
        folder,
        AuditReports.of(
            provenance.by(command(file, some.size(), folder), some.digest()),
            some,
            identity,
            Optional.empty(),
            pipeline,
            audit,
            device),
        some.input());
    return audit;
  }

  /** The command that does the same. */
  private List<String> command(Path file, int samples, Path folder) {
    return List.of(
        "redoubt",
        "audit",
        "--model",
        file.toString(),
        "--data",
        "roadsigns",
        "--limit",
        "" + samples,
        "--threat",
        threat.text(),
        "--effort",
        Effort.QUICK.spelling(),
        "--seed",
        "" + common.seed,
        "--threads",
        "" + common.threads(),
        "--out",
        folder.toString());
  }
}
