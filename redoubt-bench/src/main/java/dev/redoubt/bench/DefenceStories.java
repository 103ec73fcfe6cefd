package dev.redoubt.bench;

import dev.redoubt.catalog.Defence;
import dev.redoubt.catalog.ModelOptions;
import dev.redoubt.catalog.Models;
import dev.redoubt.catalog.OpenedModel;
import dev.redoubt.catalog.attacks.AttackSettings;
import dev.redoubt.catalog.attacks.Attacks;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetView;
import dev.redoubt.data.Datasets;
import dev.redoubt.evaluate.EotBudget;
import dev.redoubt.evaluate.Evaluation;
import dev.redoubt.evaluate.Evaluator;
import dev.redoubt.evaluate.Journal;
import dev.redoubt.evaluate.Plan;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Engine;
import dev.redoubt.threat.ThreatModel;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What input transformations are worth: robust accuracy under attackers who do not know of them and
 * under attackers who do, beside that of the undefended classifier.
 */
@Command(name = "defence-stories", mixinStandardHelpOptions = true)
final class DefenceStories implements Callable<Integer> {
  @Option(names = "--model", required = true, description = "The undefended classifier.")
  private String model = "";

  @Option(names = "--data", required = true)
  private String data = "";

  @Option(names = "--threat", required = true)
  private String threat = "";

  @Option(names = "--defend", description = "A defence around it; may be given often.")
  private List<String> defences = List.of();

  @Option(
      names = "--trained",
      description = "A model that was trained behind a defence; may be given often.")
  private List<String> trained = List.of();

  @Option(names = "--attack", defaultValue = "pgd")
  private String attack = "pgd";

  @Option(names = "--steps", defaultValue = "40")
  private int steps = 40;

  @Option(names = "--limit", defaultValue = "200")
  private int limit = 200;

  @Option(names = "--most-draws", defaultValue = "64")
  private int most = 64;

  @Option(names = "--threads", defaultValue = "2")
  private int threads = 2;

  @Override
  public Integer call() {
    Engine.threads(threads);
    Dataset dataset = DatasetView.slice(Datasets.open(data, "test"), 0, limit);
    System.out.printf("%s, %d samples, %s, %s%n%n", data, dataset.size(), threat, attack);
    System.out.println("| defence | clean | oblivious | adaptive | apparent | draws | seconds |");
    System.out.println("|---|---|---|---|---|---|---|");
    row("none", model, Optional.of(Defence.NONE), dataset);
    defences.forEach(text -> row(text, model, Optional.of(Defence.parse(text)), dataset));
    trained.forEach(file -> row("", file, Optional.empty(), dataset));
    return 0;
  }

  private void row(String name, String file, Optional<Defence> defence, Dataset dataset) {
    ModelOptions options = ModelOptions.NONE.forData(dataset).behind(defence);
    OpenedModel opened = Models.open(file, options, Device.CPU);
    Pipeline pipeline = opened.pipeline();
    ThreatModel budget = ThreatModel.parse(threat);
    AttackSettings settings = AttackSettings.DEFAULT.withSteps(steps).withRestarts(1);
    Plan plan =
        new Plan(
            budget,
            Attacks.cascade(attack, settings, budget.norm(), opened.model().classes()),
            List.of(),
            0,
            Math.max(1, Math.min(100, dataset.size() / threads)),
            0,
            pipeline.isRandom() ? new EotBudget(4, most, 0.01) : EotBudget.SINGLE);
    Evaluation found =
        new Evaluator(plan, Device.CPU, (done, total, clean, robust) -> {}, threads)
            .evaluate(pipeline, dataset, Journal.none());
    double oblivious = found.obliviousAccuracy().orElse(found.robustAccuracy());
    System.out.printf(
        Locale.ROOT,
        "| `%s` | %.1f | %.1f | %.1f | %.1f | %d | %.0f |%n",
        name.isEmpty() ? opened.defence().spec() + " (trained behind it)" : name,
        100 * found.cleanAccuracy(),
        100 * oblivious,
        100 * found.robustAccuracy(),
        100 * (oblivious - found.robustAccuracy()),
        found.entries().get(found.entries().size() - 1).draws(),
        found.total().seconds());
  }
}
