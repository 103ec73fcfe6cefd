package dev.redoubt.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.redoubt.attack.Attack;
import dev.redoubt.catalog.ModelOptions;
import dev.redoubt.catalog.Models;
import dev.redoubt.catalog.attacks.AttackSettings;
import dev.redoubt.catalog.attacks.Attacks;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetView;
import dev.redoubt.data.Datasets;
import dev.redoubt.evaluate.Evaluation;
import dev.redoubt.evaluate.Evaluator;
import dev.redoubt.evaluate.Journal;
import dev.redoubt.evaluate.Plan;
import dev.redoubt.evaluate.SampleOutcome;
import dev.redoubt.evaluate.Status;
import dev.redoubt.model.LabelModel;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Engine;
import dev.redoubt.threat.Norm;
import dev.redoubt.threat.ThreatModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * A table (Markdown) of our AutoAttack beside recorded runs of the original on the same points:
 * robust accuracy after each attack over several seeds, and what becomes of the survivors that the
 * original broke when they are attacked with five restarts.
 */
@Command(name = "autoattack-reference", mixinStandardHelpOptions = true)
final class AutoAttackReference implements Callable<Integer> {
  private static final int ATTACKS = 4;

  @Option(names = "--data", required = true, description = "The folder of models and data.")
  private Path data = Path.of("");

  @Option(names = "--norm", description = "Only records in this norm.")
  private @Nullable String norm;

  @Option(names = "--seeds", defaultValue = "3")
  private int seeds = 3;

  @Option(names = "--threads", defaultValue = "2")
  private int threads = 2;

  @Option(names = "--batch", defaultValue = "125")
  private int batch = 125;

  @Override
  public Integer call() throws IOException {
    Engine.threads(threads);
    System.out.println(
        "| net, threat, points | run | clean | apgd-ce | apgd-t | fab-t | square | survivors |");
    System.out.println("|---|---|---|---|---|---|---|---|");
    List<String> listed = new ArrayList<>();
    for (String line : Files.readAllLines(data.resolve("models/autoattack_reference.jsonl"))) {
      JsonNode recorded = new ObjectMapper().readTree(line);
      if (norm == null || norm.equalsIgnoreCase(recorded.get("norm").textValue())) {
        listed.addAll(compared(recorded));
      }
    }
    System.out.println();
    listed.forEach(System.out::println);
    return 0;
  }

  /** Prints the rows of one record; returns what there is to say of single samples. */
  private List<String> compared(JsonNode recorded) {
    String name = recorded.get("model").textValue();
    ThreatModel threat =
        new ThreatModel(
            Norm.named(recorded.get("norm").textValue().toLowerCase(Locale.ROOT)),
            recorded.get("eps").doubleValue());
    String source = recorded.get("data").textValue().contains("cifar10") ? "cifar10" : "mnist";
    Dataset points =
        DatasetView.slice(
            Datasets.open(source + ":" + data.resolve(source), "test"),
            0,
            recorded.get("n").intValue());
    String file = data.resolve("models/" + name + ".onnx").toString();
    LabelModel model = Models.open(file, ModelOptions.NONE.forData(points), Device.CPU).model();
    Set<Long> theirs = new HashSet<>();
    recorded.get("survivors").forEach(id -> theirs.add(id.longValue()));
    List<Double> after = new ArrayList<>();
    recorded.get("after").forEach(share -> after.add(share.doubleValue()));
    String title =
        "`%s`, %s %.4g, %d".formatted(name, threat.norm().name(), threat.epsilon(), points.size());
    row(title, "original", recorded.get("clean").doubleValue(), after, theirs.size());
    List<String> listed = new ArrayList<>();
    double survivors = 0;
    for (int seed = 0; seed < seeds; seed++) {
      Evaluation ours = run(model, points, threat, AttackSettings.DEFAULT, "autoattack", seed);
      Set<Long> standing = survivors(ours);
      survivors += standing.size() / (double) seeds;
      row("", "seed " + seed, ours.cleanAccuracy(), ours.robustAfterEach(), standing.size());
      standing.removeAll(theirs);
      if (!standing.isEmpty()) {
        listed.add(
            "- %s, seed %d: the original broke %s, we did not; with five restarts these are left: %s"
                .formatted(title, seed, standing, again(model, points, threat, standing, seed)));
      }
    }
    System.out.printf(
        Locale.ROOT, "| | mean | | | | | | %.1f (theirs %d) |%n", survivors, theirs.size());
    return listed;
  }

  private Set<Long> again(
      LabelModel model, Dataset points, ThreatModel threat, Set<Long> standing, int seed) {
    int[] indices = standing.stream().mapToInt(Math::toIntExact).toArray();
    return survivors(
        run(
            model,
            DatasetView.select(points, indices),
            threat,
            AttackSettings.DEFAULT.withRestarts(5),
            "apgd-ce,apgd-t,fab-t,square",
            seed));
  }

  private static Set<Long> survivors(Evaluation evaluation) {
    return evaluation.outcomes().stream()
        .filter(outcome -> outcome.status() == Status.SURVIVED)
        .map(SampleOutcome::id)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Evaluation run(
      LabelModel model,
      Dataset points,
      ThreatModel threat,
      AttackSettings settings,
      String names,
      int seed) {
    List<Attack<?>> all = Attacks.cascade(names, settings, threat.norm(), model.classes());
    List<Attack<?>> cascade = all.subList(all.size() - ATTACKS, all.size()); // without the noise
    int size = Math.min(batch, Math.max(1, (points.size() + threads - 1) / threads));
    Plan plan = new Plan(threat, cascade, List.of(), 0, size, seed);
    return new Evaluator(plan, Device.CPU, (done, total, correct, robust) -> {}, threads)
        .evaluate(model, points, Journal.none());
  }

  private static void row(
      String title, String run, double clean, List<Double> after, int survivors) {
    String shares =
        after.stream()
            .map(share -> String.format(Locale.ROOT, "%.3f", share))
            .collect(Collectors.joining(" | "));
    System.out.printf(
        Locale.ROOT, "| %s | %s | %.3f | %s | %d |%n", title, run, clean, shares, survivors);
  }
}
