package dev.redoubt.bench;

import dev.redoubt.audit.Audit;
import dev.redoubt.audit.AuditJournal;
import dev.redoubt.audit.AuditListener;
import dev.redoubt.audit.AuditPlan;
import dev.redoubt.audit.Auditor;
import dev.redoubt.audit.Effort;
import dev.redoubt.audit.Phase;
import dev.redoubt.catalog.ModelOptions;
import dev.redoubt.catalog.Models;
import dev.redoubt.catalog.OpenedModel;
import dev.redoubt.catalog.Twins;
import dev.redoubt.catalog.attacks.Arsenals;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetView;
import dev.redoubt.data.Datasets;
import dev.redoubt.evaluate.Evaluator;
import dev.redoubt.evaluate.Journal;
import dev.redoubt.evaluate.Plan;
import dev.redoubt.model.GradientModel;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Engine;
import dev.redoubt.threat.ThreatModel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What an audit costs beside AutoAttack alone, on the same model and samples, the training of the
 * twin included: the two take turns.
 */
@Command(name = "audit-cost", mixinStandardHelpOptions = true)
final class AuditCost implements Callable<Integer> {
  @Option(names = "--model", required = true)
  private String model = "";

  @Option(names = "--data", required = true)
  private String data = "";

  @Option(names = "--threat", defaultValue = "linf:0.3")
  private String threat = "";

  @Option(names = "--limit")
  private int limit = 500;

  @Option(names = "--threads")
  private int threads = 2;

  @Option(names = "--rounds")
  private int rounds = 3;

  @Override
  public Integer call() {
    Engine.threads(threads);
    Dataset samples = DatasetView.slice(Datasets.open(data, "test"), 0, limit);
    OpenedModel opened = Models.open(model, ModelOptions.NONE.forData(samples), Device.CPU);
    Pipeline pipeline = opened.pipeline();
    ThreatModel under = ThreatModel.parse(threat);
    int classes = pipeline.classifier().classes();
    int share = Math.min(128, Math.max(1, -Math.floorDiv(-limit, threads)));
    Plan alone =
        new Plan(
            under,
            Arsenals.of(Effort.STANDARD, under.norm(), classes).main(),
            List.of(),
            0,
            share,
            0);
    Interleaved times =
        Interleaved.time(
            () ->
                new Evaluator(alone, Device.CPU, (done, total, clean, robust) -> {}, threads)
                    .evaluate(pipeline, samples, Journal.none()),
            () -> audit(pipeline, samples, under, classes),
            0,
            rounds);
    System.out.printf(
        "AutoAttack standard alone %.1f s, audit standard %.1f s: %.2f times%n",
        times.first(), times.second(), times.ratio());
    for (Phase phase : audit(pipeline, samples, under, classes).phases()) {
      System.out.printf(
          "  %-14s %6.1f s %,12d forwards %,12d backwards%n",
          phase.name(), phase.seconds(), phase.forwards(), phase.backwards());
    }
    return 0;
  }

  private Audit audit(Pipeline pipeline, Dataset samples, ThreatModel under, int classes) {
    List<GradientModel> twins =
        Twins.train(Datasets.open(data, "train"), 1, classes, 0, Device.CPU);
    AuditPlan plan =
        new AuditPlan(
            under,
            Optional.empty(),
            Arsenals.of(Effort.STANDARD, under.norm(), classes),
            Effort.STANDARD,
            0,
            128,
            threads,
            twins,
            Optional.empty());
    return new Auditor(plan, Device.CPU, AuditListener.none())
        .audit(pipeline, samples, AuditJournal.none());
  }
}
