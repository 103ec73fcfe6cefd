package dev.redoubt.cli;

import dev.redoubt.attack.Fgsm;
import dev.redoubt.attack.Pgd;
import dev.redoubt.attack.StepSize;
import dev.redoubt.attack.UniformNoise;
import dev.redoubt.audit.Audit;
import dev.redoubt.catalog.Recipes;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.Datasets;
import dev.redoubt.evaluate.Journal;
import dev.redoubt.evaluate.Plan;
import dev.redoubt.model.ModelBundle;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.architecture.CommonCnn;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.report.DataSummary;
import dev.redoubt.report.ModelIdentity;
import dev.redoubt.report.ModelResult;
import dev.redoubt.report.Provenance;
import dev.redoubt.report.RunFiles;
import dev.redoubt.report.RunReport;
import dev.redoubt.report.ThreatSummary;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Optimizer;
import dev.redoubt.threat.ThreatModel;
import dev.redoubt.train.Objective;
import dev.redoubt.train.Recipe;
import dev.redoubt.train.Schedule;
import dev.redoubt.train.Trainer;
import dev.redoubt.train.objective.PgdTraining;
import dev.redoubt.train.objective.StandardTraining;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
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

/** {@code redoubt demo}: the main job end to end on embedded data. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Trains a road-sign classifier, breaks it, hardens it, and reports both.",
      "",
      "Everything needed is embedded: 7,200 drawings of 12 road signs. Two networks of the same",
      "architecture are trained, one plainly, one against PGD; both are attacked with FGSM and",
      "PGD-40 at linf 8/255, and audited. Takes a few minutes on two cores."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  redoubt demo",
      "  redoubt demo --out signs --seed 7",
      "",
      "Then open signs/report.html in a browser."
    })
final class DemoCommand implements Callable<Integer> {
  private static final ThreatModel THREAT = ThreatModel.parse("linf:8/255");
  private static final List<Double> CURVE =
      List.of(1 / 255.0, 2 / 255.0, 4 / 255.0, 6 / 255.0, 8 / 255.0, 12 / 255.0, 16 / 255.0);

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The output folder; made if it is not there (default: ${DEFAULT-VALUE}).")
  private Path out = Path.of("redoubt-demo");

  @Mixin private CommonOptions common = new CommonOptions();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Instant started = Instant.now();
    Device device = common.start();
    RunFiles.prepare(out);
    Dataset train = Datasets.open("roadsigns", "train");
    Dataset test = Datasets.open("roadsigns", "test");
    Plan plan =
        new Plan(
            THREAT,
            List.of(
                new UniformNoise(), new Fgsm(), Pgd.of(40, new StepSize.OfEpsilon(1.0 / 10), 3)),
            CURVE,
            500,
            200,
            common.seed);
    ModelResult undefended =
        result("undefended", new StandardTraining(), 12, train, test, plan, device);
    Objective hardening = new PgdTraining(THREAT, 10, new StepSize.OfEpsilon(1.0 / 4));
    ModelResult hardened = result("hardened", hardening, 20, train, test, plan, device);
    CommandSpec own = Objects.requireNonNull(spec);
    Provenance provenance = Recorded.provenance(own, common, device, test, started);
    DemoAudit audits = new DemoAudit(THREAT, test, provenance, common, device);
    undefended = audited(undefended, audits);
    hardened = audited(hardened, audits);
    RunReport report =
        new RunReport(
            "demo",
            provenance,
            new DataSummary(test.name(), test.split(), test.size()),
            new ThreatSummary(THREAT.norm().name(), THREAT.epsilon(), THREAT.text()),
            List.of(undefended, hardened));
    RunFiles.writeReport(out, report);
    Files.deleteIfExists(checkpoint(undefended.title()));
    Files.deleteIfExists(checkpoint(hardened.title()));
    if (!common.quiet) {
      ResultTable.print(own.commandLine().getOut(), report, out);
      printAudits(own.commandLine().getOut(), report.models());
    }
    return 0;
  }

  /** The same result with what a quick audit says of the network. */
  private ModelResult audited(ModelResult result, DemoAudit audits) {
    Path file = out.resolve(result.model().name());
    Audit audit =
        audits.run(
            result.title(),
            ModelBundle.read(file).to(audits.device()).model(result.title()),
            file,
            result.model(),
            audit(result.title()));
    return result.withNotes(
        List.of(
            "Quick audit: %s: %s (%s)"
                .formatted(
                    audit.ruling().verdict().words(),
                    audit.ruling().sentence(),
                    Path.of(result.title(), "audit", "report.html"))));
  }

  private Path audit(String title) {
    return out.resolve(title).resolve("audit");
  }

  private void printAudits(PrintWriter terminal, List<ModelResult> results) {
    for (ModelResult result : results) {
      terminal.printf("%n%s: %s%n", result.title(), result.notes().get(0));
    }
    terminal.printf(
        "%nWhat other defences are worth, and cost: redoubt compare --out comparison%n");
  }

  /** Keeps a network's training until the report is written; one a seed and number of threads. */
  private Path checkpoint(String title) {
    return out.resolve(".%s-%d-%d.checkpoint".formatted(title, common.seed, common.threads()));
  }

  private ModelResult result(
      String title,
      Objective objective,
      int epochs,
      Dataset train,
      Dataset test,
      Plan plan,
      Device device)
      throws IOException {
    Recipe recipe =
        new Recipe(
            objective,
            new Optimizer.AdamStyle(0.002, 0, false),
            new Schedule.OneCycle(0.4),
            epochs,
            128,
            !objective.threats().isEmpty() ? epochs / 3.0 : 0,
            0,
            List.of(),
            300,
            common.seed);
    Graph graph =
        new CommonCnn()
            .graph(train.input().shape(), train.classes().size(), Recipes.normalization(train));
    Path checkpoint = checkpoint(title);
    Trainer.Result trained;
    try (TrainingProgress progress =
        new TrainingProgress(
            "Training " + title,
            epochs,
            false,
            common.quiet,
            Objects.requireNonNull(spec).commandLine().getErr())) {
      trained = new Trainer(recipe, device, progress).train(train, graph, checkpoint);
    }
    ModelBundle bundle =
        new ModelBundle(
            trained.network(),
            test.input(),
            test.classes(),
            Recipes.provenance(recipe, "common-cnn", train, Optional.empty(), Version.redoubt()));
    Path file = out.resolve(title + ".safetensors");
    bundle.write(file);
    return new Assessment(plan, test, device, common.threads(), common.quiet)
        .run(
            title,
            Pipeline.of(bundle.model(title)),
            new ModelIdentity(title + ".safetensors", bundle.digest()),
            trained.history(),
            Journal.none(),
            out.resolve(title));
  }
}
