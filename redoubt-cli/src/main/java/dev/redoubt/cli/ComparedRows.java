package dev.redoubt.cli;

import dev.redoubt.catalog.attacks.Arsenals;
import dev.redoubt.compare.AuditedDefence;
import dev.redoubt.compare.ComparisonPlan;
import dev.redoubt.compare.Findings;
import dev.redoubt.compare.TriedDefence;
import dev.redoubt.data.Dataset;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.purify.diffusion.Diffusion;
import dev.redoubt.purify.trial.JsonlTrialJournal;
import dev.redoubt.report.AuditFiles;
import dev.redoubt.report.AuditReport;
import dev.redoubt.report.ComparisonFiles;
import dev.redoubt.report.DataSummary;
import dev.redoubt.report.ModelIdentity;
import dev.redoubt.report.Provenance;
import dev.redoubt.report.PurificationReport;
import dev.redoubt.report.RunFiles;
import dev.redoubt.report.ThreatSummary;
import dev.redoubt.tensor.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Measures rows one by one, each in a folder of its own with its report; what was measured there
 * before under the same conditions is taken as it is.
 *
 * @param provenance of the whole run
 * @param says takes a sentence for the user
 */
record ComparedRows(
    ComparisonOptions options,
    ComparisonPlan plan,
    Dataset dataset,
    Provenance provenance,
    Device device,
    boolean quiet,
    Consumer<String> says) {
  private static final int TOGETHER = 16;
  private static final List<String> FILES =
      List.of(
          "row.json",
          "audit.json",
          "report.html",
          "report.json",
          "samples.jsonl",
          "witnesses.npz",
          "card.md",
          "submissions.jsonl");

  /** Refuses at once what can't be measured. */
  void check(ComparedModel model) {
    if (isTried(model.pipeline())) {
      new TriedDefence(plan, device, TOGETHER).check(model.pipeline(), dataset);
    } else {
      audited(model.pipeline()).check(model.pipeline(), dataset);
    }
  }

  /** Measures one. */
  Findings measure(ComparedModel model, Path folder) throws IOException {
    String fingerprint = fingerprint(model);
    Optional<Findings> known = ComparisonFiles.readRow(folder, fingerprint);
    if (known.isPresent()) {
      says.accept("%s: measured before, in %s.".formatted(model.name(), folder));
      return known.get();
    }
    RunFiles.prepare(folder);
    for (String stale : FILES) {
      Files.deleteIfExists(folder.resolve(stale));
    }
    says.accept("%s: %s".formatted(model.name(), model.about()));
    Findings findings =
        isTried(model.pipeline())
            ? tried(model, folder, fingerprint)
            : audited(model, folder, fingerprint);
    ComparisonFiles.writeRow(folder, fingerprint, findings);
    return findings;
  }

  /** Behind diffusion an audit would take hours. */
  private static boolean isTried(Pipeline pipeline) {
    return !pipeline.rejects() && pipeline.stages().stream().anyMatch(Diffusion.class::isInstance);
  }

  private AuditedDefence audited(Pipeline pipeline) {
    return new AuditedDefence(
        plan,
        Arsenals.of(plan.effort(), plan.threat().norm(), pipeline.classifier().classes()),
        device);
  }

  private Findings audited(ComparedModel model, Path folder, String fingerprint)
      throws IOException {
    AuditJournals journals = new AuditJournals(folder.resolve(".journal"), fingerprint);
    Pipeline pipeline = model.pipeline();
    AuditedDefence.Result result;
    try (RowProgress progress = new RowProgress(model.name(), dataset.size(), quiet)) {
      result = audited(pipeline).measure(pipeline, dataset, journals, progress);
    }
    AuditFiles.write(folder, report(model, result, folder), dataset.input());
    journals.delete();
    return result.findings();
  }

  private AuditReport report(ComparedModel model, AuditedDefence.Result result, Path folder) {
    List<String> command =
        options.auditing(
            model.file(),
            model.stages(),
            dataset.size(),
            result.audit().plan().claim(),
            plan,
            folder);
    return AuditReports.of(
        provenance.by(command, dataset.digest()),
        dataset,
        new ModelIdentity(model.opened().model().name(), model.opened().digest()),
        model.stages(),
        model.pipeline(),
        result.audit(),
        device);
  }

  private Findings tried(ComparedModel model, Path folder, String fingerprint) {
    TriedDefence tried = new TriedDefence(plan, device, TOGETHER);
    try (JsonlTrialJournal journal =
        new JsonlTrialJournal(folder.resolve("submissions.partial.jsonl"), fingerprint)) {
      TriedDefence.Result result;
      try (TrialProgress progress = new TrialProgress(model.name() + ", ", quiet)) {
        result = tried.measure(model.pipeline(), dataset, journal, progress);
      }
      RunFiles.writeSubmissions(
          folder,
          result.outcomes().stream().flatMap(outcome -> outcome.submissions().stream()).toList());
      RunFiles.writeReport(
          folder,
          PurificationReport.of(
              provenance,
              new DataSummary(dataset.name(), dataset.split(), result.findings().samples()),
              threat(),
              new ModelIdentity(model.opened().model().name(), model.opened().digest()),
              model.pipeline(),
              tried.purification(),
              result.outcomes(),
              List.of()));
      journal.delete();
      return result.findings();
    }
  }

  private ThreatSummary threat() {
    return new ThreatSummary(
        plan.threat().norm().name(), plan.threat().epsilon(), plan.threat().text(), null);
  }

  private String fingerprint(ComparedModel model) {
    return String.join(
        "|",
        Version.redoubt(),
        plan.threat().text(),
        plan.effort().spelling(),
        plan.trial().toString(),
        plan.batchSize() + "/" + plan.seed(),
        model.opened().digest(),
        model.opened().defence().toString(),
        dataset.digest(),
        Integer.toString(plan.workers()),
        device.toString());
  }
}
