package dev.redoubt.cli;

import dev.redoubt.BadInputException;
import dev.redoubt.audit.Audit;
import dev.redoubt.audit.Auditor;
import dev.redoubt.report.AuditFiles;
import dev.redoubt.report.AuditReport;
import dev.redoubt.report.ModelIdentity;
import dev.redoubt.tensor.Device;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code redoubt audit}: does this robustness claim hold? */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Gives a verdict on a robustness claim, with evidence that others can check.",
      "",
      "Attacks the model with all that is known of its defence, looks for signs that attacks",
      "fail for want of gradients (checks H1 to H9 and S1 to S7), runs the remedy of each sign that",
      "it sees, and re-checks every witness. Writes audit.json, report.html, samples.jsonl,",
      "witnesses.npz and card.md, a summary for a repository. A run that was stopped goes on",
      "where it was when the same command is given again.",
      "",
      "Exit code: 0 credible or certified, 1 refuted or masking suspected, 3 inconclusive,",
      "2 bad input: made for build pipelines."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  redoubt audit --model hardened.safetensors --data mnist:DIR --limit 500 \\",
      "      --threat linf:0.3 --claim 0.85 --out audit",
      "  redoubt audit --model signs.safetensors --data roadsigns --threat linf:8/255 \\",
      "      --claim 0.45 --effort quick --out audit",
      "  redoubt audit --model net.onnx --defend \"jpeg:75\" --data cifar10:DIR --limit 500 \\",
      "      --threat linf:8/255 --claim 0.5 --out audit",
      "  redoubt audit --model smooth.safetensors --defend \"smooth:sigma=0.5\" --data mnist:DIR \\",
      "      --limit 100 --threat l2:0.5 --claim 0.6 --out audit",
      "  redoubt audit verify audit"
    },
    subcommands = AuditVerifyCommand.class)
final class AuditCommand implements Callable<Integer> {
  @Mixin private AuditOptions options = new AuditOptions();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The output folder; made if it is not there.")
  private Path out = Path.of("");

  @Mixin private CommonOptions common = new CommonOptions();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Instant started = Instant.now();
    CommandSpec own = Objects.requireNonNull(spec);
    OptionalForSubcommands.require(own, "--model", "--data", "--threat", "--out");
    Device device = common.start();
    AuditOptions.Subject asked = options.open(common, device);
    try (AuditProgress progress = new AuditProgress("Audit", common.quiet)) {
      new Auditor(asked.plan(), device, progress).check(asked.pipeline(), asked.dataset());
      AuditOptions.Subject subject = options.withTwins(asked, common, device);
      Auditor auditor = new Auditor(subject.plan(), device, progress);
      OutputFolder folder = OutputFolder.prepare(out);
      AuditJournals journals =
          new AuditJournals(out.resolve(".journal"), fingerprint(subject, device));
      try (FolderLock lock =
          FolderLock.of(out, "another run is writing to " + out.toAbsolutePath())) {
        Audit audit = auditor.audit(subject.pipeline(), subject.dataset(), journals);
        progress.close();
        AuditReport report = report(own, subject, audit, device, started);
        AuditFiles.write(out, report, subject.dataset().input());
        journals.delete();
        if (!common.quiet) {
          AuditTable.print(own.commandLine().getOut(), report, out);
        }
        return audit.ruling().verdict().exitCode();
      } catch (BadInputException e) {
        if (!journals.holdSomething()) {
          journals.delete();
        }
        folder.deleteIfFreshAndEmpty();
        throw e;
      }
    }
  }

  /** What it is about, for those who check its files: nothing is trained. */
  AuditOptions.Subject subject(Device device) {
    return options.open(common, device);
  }

  private String fingerprint(AuditOptions.Subject subject, Device device) {
    return String.join(
        "|",
        Version.redoubt(),
        subject.plan().threat().text(),
        subject.plan().claim().toString(),
        subject.plan().effort().spelling(),
        subject.plan().batchSize() + "/" + subject.plan().seed(),
        subject.opened().digest(),
        subject.opened().defence().toString(),
        subject.dataset().digest(),
        options.twins(),
        Integer.toString(common.threads()),
        device.toString());
  }

  private AuditReport report(
      CommandSpec own, AuditOptions.Subject subject, Audit audit, Device device, Instant started) {
    return AuditReports.of(
        Recorded.provenance(own, common, device, subject.dataset(), started),
        subject.dataset(),
        new ModelIdentity(subject.opened().model().name(), subject.opened().digest()),
        subject.opened().defence().isEmpty()
            ? Optional.empty()
            : Optional.of(subject.opened().defence().spec()),
        subject.pipeline(),
        audit,
        device);
  }
}
