package dev.redoubt.bench;

import dev.redoubt.audit.Audit;
import dev.redoubt.audit.AuditJournal;
import dev.redoubt.audit.AuditListener;
import dev.redoubt.audit.AuditPlan;
import dev.redoubt.audit.Auditor;
import dev.redoubt.audit.CheckResult;
import dev.redoubt.audit.Effort;
import dev.redoubt.audit.fixture.Wrapper;
import dev.redoubt.catalog.ModelOptions;
import dev.redoubt.catalog.Models;
import dev.redoubt.catalog.attacks.Arsenals;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetView;
import dev.redoubt.data.Datasets;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Engine;
import dev.redoubt.threat.ThreatModel;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What an audit says of wrappers that keep every decision and ruin the gradient, around a net. */
@Command(name = "wrapper-audits", mixinStandardHelpOptions = true)
final class WrapperAudits implements Callable<Integer> {
  @Option(names = "--model", required = true)
  private String model = "";

  @Option(names = "--data", required = true)
  private String data = "";

  @Option(names = "--threat", defaultValue = "linf:0.3")
  private String threat = "";

  @Option(names = "--claim")
  private double claim = .97;

  @Option(names = "--limit")
  private int limit = 100;

  @Option(names = "--threads")
  private int threads = 2;

  @Override
  public Integer call() {
    Engine.threads(threads);
    Dataset samples = DatasetView.slice(Datasets.open(data, "test"), 0, limit);
    NetworkModel net =
        (NetworkModel) Models.open(model, ModelOptions.NONE.forData(samples), Device.CPU).model();
    System.out.println("| | clean | naive | robust | verdict | flags |\n|---|---|---|---|---|---|");
    row("the net itself", Pipeline.of(net), samples);
    for (Wrapper wrapper : Wrapper.values()) {
      row(wrapper.name().toLowerCase(Locale.ROOT), wrapper.around(net), samples);
    }
    return 0;
  }

  private void row(String name, Pipeline pipeline, Dataset samples) {
    ThreatModel under = ThreatModel.parse(threat);
    AuditPlan plan =
        new AuditPlan(
            under,
            Optional.of(claim),
            Arsenals.of(Effort.QUICK, under.norm(), pipeline.classifier().classes()),
            Effort.QUICK,
            0,
            limit,
            threads,
            List.of(),
            Optional.empty());
    Audit audit =
        new Auditor(plan, Device.CPU, AuditListener.none())
            .audit(pipeline, samples, AuditJournal.none());
    System.out.printf(
        "| %s | %.1f %% | %.1f %% | %.1f %% | %s | %s |%n",
        name,
        100 * audit.clean().estimate(),
        100 * Objects.requireNonNull(audit.naive()).estimate(),
        100 * audit.robust().estimate(),
        audit.ruling().verdict().words(),
        audit.checks().stream()
            .filter(CheckResult::flag)
            .map(check -> check.id() + (check.resolved() ? "" : " **unresolved**"))
            .collect(Collectors.joining(", ")));
  }
}
