package dev.redoubt.cli;

import dev.redoubt.BadInputException;
import dev.redoubt.catalog.Defence;
import dev.redoubt.catalog.OpenedModel;
import dev.redoubt.certify.CertificationPlan;
import dev.redoubt.certify.Certifier;
import dev.redoubt.certify.JsonlJournal;
import dev.redoubt.certify.smoothing.Smoothing;
import dev.redoubt.data.Dataset;
import dev.redoubt.evaluate.Fit;
import dev.redoubt.model.LabelModel;
import dev.redoubt.report.CertificationReport;
import dev.redoubt.report.DataSummary;
import dev.redoubt.report.ModelIdentity;
import dev.redoubt.report.RunFiles;
import dev.redoubt.tensor.Device;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code redoubt certify}: within which radius does a prediction provably stay? */
@Command(
    name = "certify",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    customSynopsis = {
      "redoubt certify --model=MODEL --data=SPEC --out=DIR [OPTIONS]",
      "       redoubt certify analyze FILE..."
    },
    description = {
      "Proves radii within which predictions stay, by randomised smoothing.",
      "",
      "The model is asked for many noisy versions of each input. What it answers most",
      "often is the prediction of the smoothed classifier, which provably is the same",
      "for every input nearby. Any model will do, but one that was trained under the",
      "same noise does much better.",
      "",
      "Writes certificates.jsonl (one line an input), the same as a log of Cohen et",
      "al. (certificates.tsv), report.json and report.html. A run that was stopped goes",
      "on where it was when the same command is given again."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  redoubt train --data mnist:DIR --arch common-cnn --method gaussian \\",
      "      --sigma 0.5 --epochs 15 --out smooth.safetensors",
      "  redoubt certify --model smooth.safetensors --data mnist:DIR --limit 500 \\",
      "      --sigma 0.5 --radii 0.25,0.5,0.75,1 --out certificates",
      "  redoubt certify --model smooth.safetensors --data mnist:DIR --limit 100 \\",
      "      --sigma 0.5 --deployment --full --out certificates",
      "  redoubt certify --model net.onnx --denoiser diffusion.safetensors \\",
      "      --data mnist:DIR --limit 100 --sigma 0.5 --radii 0.25,0.5,0.75 --out certificates",
      "  redoubt certify --model net.onnx --data cifar10:DIR --sigma 0.25 \\",
      "      --test fixed --deployment --n 100000 --n0 100 --out as-cohen",
      "  redoubt certify --model ablated.safetensors --data roadsigns \\",
      "      --smoothing ablation --kept 75 --out certificates",
      "  redoubt certify analyze certificates/certificates.jsonl"
    },
    subcommands = AnalyzeCommand.class)
final class CertifyCommand implements Callable<Integer> {
  @Mixin private ModelSelection selection = new ModelSelection();

  @Mixin private DataOptions data = new DataOptions();

  @Mixin private DefenceOption defence = new DefenceOption();

  @Mixin private SmoothingOptions smoothings = new SmoothingOptions();

  @Mixin private ProofOptions proof = new ProofOptions();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The output folder; made if it is not there.")
  private Path out = Path.of("");

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Noisy inputs at a time, for each thread (default: ${DEFAULT-VALUE}).")
  private int batch = 256;

  @Mixin private CommonOptions common = new CommonOptions();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Instant started = Instant.now();
    CommandSpec own = Objects.requireNonNull(spec);
    OptionalForSubcommands.require(own, "--model", "--data", "--out");
    Device device = common.start();
    Dataset dataset = data.open("test");
    OpenedModel opened = selection.open(Optional.of(dataset), defence.defence(), device);
    CertifiedBase certified = CertifiedBase.of(opened);
    TrainedSmoothing trained = certified.trained();
    Smoothing smoothing = smoothings.smoothing(certified.classifier().input(), trained);
    Optional<Defence> denoising = smoothings.denoising(smoothing);
    LabelModel base = denoising.map(certified::behind).orElse(certified).classifier();
    CertificationPlan plan = proof.plan(smoothing, dataset.size(), common.seed);
    double reach = plan.test().reach(); // what the test refuses, it refuses before any output
    Fit.check(base, dataset);
    SameClasses.check(dataset, opened);
    OutputFolder folder = OutputFolder.prepare(out);
    String fingerprint =
        String.join(
            "|",
            Version.redoubt(),
            plan.toString(),
            opened.digest(),
            denoising.map(Defence::toString).orElse("") + opened.defence(),
            dataset.digest(),
            device.toString());
    try (JsonlJournal journal =
        new JsonlJournal(out.resolve("certificates.partial.jsonl"), fingerprint)) {
      try {
        int before = journal.certificates().size();
        Certifier.Certification result = certify(plan, base, dataset, device, journal);
        CertificationReport report =
            new CertificationReport(
                Recorded.provenance(own, common, device, dataset, started),
                new DataSummary(dataset.name(), dataset.split(), dataset.size()),
                new ModelIdentity(opened.model().name(), opened.digest()),
                CertificationNotes.procedure(plan),
                proof.familyWise().complete(result.certificates(), plan, proof.alpha()),
                result.certificates().stream().mapToLong(c -> (long) c.n() + c.n0()).sum(),
                Duration.between(started, Instant.now()).toMillis() / 1e3,
                notes(plan, reach, trained, denoising, dataset.size(), before));
        RunFiles.writeCertificates(out, report.certificates());
        RunFiles.writeCohenLog(out, report.certificates());
        RunFiles.writeReport(out, report);
        if (!common.quiet) {
          CertificationTable.print(own.commandLine().getOut(), report, out);
        }
        journal.delete();
      } catch (BadInputException e) {
        if (journal.isEmpty()) {
          journal.delete();
          folder.deleteIfFreshAndEmpty();
        }
        throw e;
      }
    }
    return 0;
  }

  private List<String> notes(
      CertificationPlan plan,
      double reach,
      TrainedSmoothing trained,
      Optional<Defence> denoising,
      int inputs,
      int before) {
    Optional<String> base =
        denoising.map(CertifyCommand::denoised).or(() -> trained.mismatch(plan.smoothing()));
    return Stream.concat(
            base.stream(),
            CertificationNotes.of(plan, reach, proof.familyWise(), proof.alpha(), inputs, before)
                .stream())
        .toList();
  }

  private static String denoised(Defence denoising) {
    return "The noise is taken away before the model sees it (%s): what is certified is the model with the denoiser in front, smoothed."
        .formatted(denoising.spec());
  }

  private Certifier.Certification certify(
      CertificationPlan plan,
      LabelModel base,
      Dataset dataset,
      Device device,
      JsonlJournal journal) {
    try (Progress bar =
        Progress.start("Certifying " + base.name(), "inputs", dataset.size(), common.quiet)) {
      return new Certifier(plan, device, new CertificationProgress(bar), batch, common.threads())
          .certify(base, dataset, journal);
    }
  }
}
