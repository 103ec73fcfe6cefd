package dev.redoubt.cli;

import dev.redoubt.BadInputException;
import dev.redoubt.compare.ComparisonPlan;
import dev.redoubt.compare.Findings;
import dev.redoubt.compare.InferenceClock;
import dev.redoubt.compare.InferenceCost;
import dev.redoubt.compare.TrainingPart;
import dev.redoubt.data.Dataset;
import dev.redoubt.report.ComparisonFiles;
import dev.redoubt.report.ComparisonReport;
import dev.redoubt.report.ComparisonRow;
import dev.redoubt.report.DataSummary;
import dev.redoubt.report.ModelIdentity;
import dev.redoubt.report.Provenance;
import dev.redoubt.report.RunFiles;
import dev.redoubt.report.ThreatSummary;
import dev.redoubt.tensor.Device;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
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

/** {@code redoubt compare}: what are defences worth, and what do they cost? */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures defences side by side: what they guarantee, keep and cost.",
      "",
      "By default five families on the embedded road signs: no defence, adversarial",
      "training, randomised smoothing, diffusion purification, detection. Each is attacked",
      "by those who know all of it and by those who don't know of it, certified where that",
      "can be, audited, and timed in turns with the others. Models are trained once and",
      "kept; a run that was stopped goes on where it was when the same command is given",
      "again, and rows that were measured under the same conditions are taken as they are.",
      "",
      "Writes comparison.json, report.html (the table, a picture, a paragraph a row), and",
      "under rows a folder for each with its own report."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  redoubt compare --out comparison",
      "  redoubt compare --defences undefended,smoothing --out smoothing",
      "  redoubt compare --defences undefended,adversarial-training --threat linf:8/255 \\",
      "      --defence \"jpeg=jpeg:75\" --defence \"both@adversarial-training=jpeg:75\" \\",
      "      --cache models --out jpeg",
      "  redoubt compare --data mnist:DIR --models plain=a.onnx,hardened=b.onnx --threat linf:0.3 \\",
      "      --defence \"squeezed=bit-depth:1\" --limit 200 --out mnist",
      "",
      "Then open comparison/report.html in a browser."
    })
final class CompareCommand implements Callable<Integer> {
  @Mixin private ComparisonOptions options = new ComparisonOptions();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The output folder; made if it is not there.")
  private Path out = Path.of("");

  @Option(
      names = "--cache",
      paramLabel = "DIR",
      description =
          "Where trained models are kept; several comparisons may share it (default: models in the output folder).")
  private @Nullable Path cache;

  @Mixin private CommonOptions common = new CommonOptions();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Instant started = Instant.now();
    Device device = common.start();
    ComparisonOptions.Asked asked = options.asked();
    ComparisonPlan plan = options.plan(common);
    Dataset dataset = options.measured();
    CommandSpec own = Objects.requireNonNull(spec);
    Provenance provenance = Recorded.provenance(own, common, device, dataset, started);
    ComparedRows rows =
        new ComparedRows(options, plan, dataset, provenance, device, common.quiet, this::says);
    ComparedModels source =
        new ComparedModels(options, asked, plan, dataset, common, device, this::says, err());
    source.check(rows);
    OutputFolder folder = OutputFolder.prepare(out);
    try (FolderLock lock =
        FolderLock.of(out, "another run is writing to " + out.toAbsolutePath())) {
      Path kept = cache == null ? out.resolve("models") : cache;
      ComparisonReport report =
          compare(source.models(kept), rows, plan, dataset, provenance, device);
      ComparisonFiles.write(out, report);
      if (!common.quiet) {
        ComparisonTable.print(own.commandLine().getOut(), report, out);
      }
    } catch (BadInputException e) {
      folder.deleteIfFreshAndEmpty();
      throw e;
    } catch (UncheckedIOException e) {
      folder.deleteIfFreshAndEmpty();
      throw new BadInputException("cannot write to %s: %s".formatted(out, e.getMessage()), e);
    }
    return 0;
  }

  private ComparisonReport compare(
      List<ComparedModel> models,
      ComparedRows rows,
      ComparisonPlan plan,
      Dataset dataset,
      Provenance provenance,
      Device device)
      throws IOException {
    models.forEach(rows::check);
    RunFiles.prepare(out.resolve("rows"));
    List<Findings> findings = new ArrayList<>();
    for (ComparedModel model : models) {
      findings.add(rows.measure(model, out.resolve("rows").resolve(model.name())));
    }
    List<InferenceCost> costs = time(models, dataset, device);
    List<ComparisonRow> table = new ArrayList<>();
    for (int i = 0; i < models.size(); i++) {
      ComparedModel model = models.get(i);
      table.add(
          new ComparisonRow(
              model.name(),
              model.about(),
              new ModelIdentity(model.opened().model().name(), model.opened().digest()),
              model.stages().orElse(null),
              model.guarantee(plan.threat(), dataset.size(), plan.effort()),
              findings.get(i),
              model.training().orElse(null),
              relative(model, models.get(0)).orElse(null),
              costs.get(i),
              "rows/" + model.name()));
    }
    return new ComparisonReport(
        provenance,
        new DataSummary(dataset.name(), dataset.split(), dataset.size()),
        new ThreatSummary(
            plan.threat().norm().name(), plan.threat().epsilon(), plan.threat().text(), null),
        plan.effort().spelling(),
        table,
        List.of());
  }

  private List<InferenceCost> time(List<ComparedModel> models, Dataset dataset, Device device) {
    InferenceClock clock = InferenceClock.USUAL;
    try (Progress bar =
        Progress.start("Timing answers", "turns", clock.turns(models.size()), common.quiet)) {
      return clock.time(
          models.stream().map(model -> model.pipeline().deployed()).toList(),
          dataset,
          device,
          done -> bar.at(done, ""));
    }
  }

  private static Optional<Double> relative(ComparedModel model, ComparedModel first) {
    return model
        .training()
        .flatMap(parts -> first.training().map(base -> seconds(parts) / seconds(base)))
        .filter(Double::isFinite);
  }

  private static double seconds(List<TrainingPart> parts) {
    return parts.stream().mapToDouble(TrainingPart::seconds).sum();
  }

  private PrintWriter err() {
    return Objects.requireNonNull(spec).commandLine().getErr();
  }

  private void says(String sentence) {
    if (!common.quiet) {
      err().println(sentence);
    }
  }
}
