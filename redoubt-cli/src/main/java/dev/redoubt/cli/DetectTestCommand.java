package dev.redoubt.cli;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.Attack;
import dev.redoubt.catalog.OpenedModel;
import dev.redoubt.catalog.attacks.Attacks;
import dev.redoubt.data.Dataset;
import dev.redoubt.evaluate.Fit;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.report.DataSummary;
import dev.redoubt.report.DetectionReport;
import dev.redoubt.report.ModelIdentity;
import dev.redoubt.report.RunFiles;
import dev.redoubt.report.ThreatSummary;
import dev.redoubt.tensor.Device;
import dev.redoubt.threat.ThreatModel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code redoubt detect test}: what are these detectors worth? */
@Command(
    name = "test",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Tells what fitted detectors are worth, jointly with their model.",
      "",
      "Every attack is run by someone who does not know of the detector, and then by one",
      "who knows all of it; the attacks on class and score at once are added by",
      "themselves. An adversarial input is handled when it is rejected or classified",
      "rightly; a clean one that is rejected is lost.",
      "",
      "Samples that a detector has learnt from, or that set its threshold, are left out.",
      "",
      "Writes report.json and report.html: joint accuracies at the operating point, ROC",
      "curves, and the share of adversarial inputs rejected at 1 %% and 5 %% false",
      "positives. When the same command is given again after a stop, what was found at",
      "the operating points is not computed again; the ROC curves are."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  redoubt detect test --model net.onnx --data mnist:DIR --limit 200 \\",
      "      --threat l2:2 --attack pgd,cw --detector squeezing.safetensors --out report",
      "  redoubt detect test --model signs.safetensors --data roadsigns --limit 200 \\",
      "      --threat linf:8/255 --detector kde.safetensors,lid.safetensors \\",
      "      --fpr 1%% --out report"
    })
final class DetectTestCommand implements Callable<Integer> {
  private static final String LEFT_OUT =
      "Samples that a detector has learnt from, or that set its threshold, are not among these.";

  @Mixin private ModelSelection selection = new ModelSelection();

  @Mixin private DataOptions data = new DataOptions();

  @Option(
      names = "--detector",
      required = true,
      split = ",",
      paramLabel = "FILE",
      description =
          "What redoubt detect fit wrote; several with commas, or given several times, are compared.")
  private List<Path> detectors = List.of();

  @Option(
      names = "--fpr",
      paramLabel = "RATE",
      description =
          "The operating point: the share of clean inputs that may be rejected (default: ${DEFAULT-VALUE}%%).")
  private String fpr = "5%";

  @Option(
      names = "--threat",
      required = true,
      paramLabel = "NORM:EPSILON",
      description =
          "What the attacker may change, in pixel space: linf:8/255, l2:0.5, l1:12, l0:20.")
  private String threat = "";

  @Mixin private DefenceOption defence = new DefenceOption();

  @Mixin private AttackOptions attacks = new AttackOptions();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The output folder; made if it is not there.")
  private Path out = Path.of("");

  @Option(
      names = "--no-roc",
      description =
          "Leave out the adaptive ROC curve, for which each attack is run again, aiming lower.")
  private boolean withoutRoc;

  @Mixin private CommonOptions common = new CommonOptions();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Instant started = Instant.now();
    Device device = common.start();
    ThreatModel threatModel = ThreatModel.parse(threat);
    attacks.check(threatModel.norm());
    List<FittedDetector> fitted = FittedDetector.readAll(detectors, fpr);
    Dataset dataset = data.open("test", all -> FittedDetector.unseen(all, fitted));
    OpenedModel opened = selection.open(Optional.of(dataset), defence.defence(), device);
    SameClasses.check(dataset, opened);
    Pipeline bare = opened.pipeline();
    if (bare.rejects()) {
      throw new BadInputException(
          "--defend has a detector already: give it with --detector, so that it is compared");
    }
    Fit.check(bare.deployed(), dataset);
    List<Attack<?>> cascade = attacks.cascade(threatModel.norm(), bare.classifier().classes());
    Attacks.check(cascade, threatModel, bare.adaptive(1));
    for (FittedDetector detector : fitted) {
      detector.pipeline(opened); // tells at once what does not fit
    }
    OutputFolder folder = OutputFolder.prepare(out);
    DetectionRun run =
        new DetectionRun(
            opened, dataset, threatModel, cascade, attacks, common, device, out, !withoutRoc);
    try (FolderLock lock = FolderLock.of(out, taken())) {
      write(folder, run, fitted, threatModel, device, started);
    } catch (BadInputException e) {
      folder.deleteIfFreshAndEmpty();
      throw e;
    }
    return 0;
  }

  private String taken() {
    return "another run is writing to %s: wait for its end, or give another --out".formatted(out);
  }

  private void write(
      OutputFolder folder,
      DetectionRun run,
      List<FittedDetector> fitted,
      ThreatModel threatModel,
      Device device,
      Instant started)
      throws IOException {
    CommandSpec own = Objects.requireNonNull(spec);
    DetectionRun.Outcome outcome = run.of(fitted);
    Dataset dataset = run.dataset();
    OpenedModel opened = run.opened();
    DetectionReport report =
        new DetectionReport(
            Recorded.provenance(own, common, device, dataset, started),
            new DataSummary(dataset.name(), dataset.split(), dataset.size()),
            new ThreatSummary(
                threatModel.norm().name(), threatModel.epsilon(), threatModel.text(), null),
            new ModelIdentity(opened.model().name(), opened.digest()),
            outcome.cleanAccuracy(),
            outcome.robustAccuracy(),
            outcome.detectors(),
            List.of(LEFT_OUT));
    RunFiles.writeReport(folder.path(), report);
    run.done(fitted);
    if (!common.quiet) {
      DetectionTable.print(own.commandLine().getOut(), report, out);
    }
  }
}
