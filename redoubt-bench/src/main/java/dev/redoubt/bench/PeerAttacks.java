package dev.redoubt.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.redoubt.BadInputException;
import dev.redoubt.catalog.ModelOptions;
import dev.redoubt.catalog.Models;
import dev.redoubt.data.Batch;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.Datasets;
import dev.redoubt.data.NpyArray;
import dev.redoubt.data.NpzWriter;
import dev.redoubt.evaluate.Meter;
import dev.redoubt.evaluate.MeteredModel;
import dev.redoubt.model.GradientModel;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Engine;
import dev.redoubt.tensor.Scope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Redoubt's side of the comparison of minimum-norm and black-box attacks under {@code peers}: the
 * same arguments, the same JSON keys, and the points that were found for the common judge. The
 * attack alone is timed.
 */
@Command(name = "peer-attacks", mixinStandardHelpOptions = true)
final class PeerAttacks implements Callable<Integer> {
  @Option(names = "--weights", required = true)
  private Path weights = Path.of("");

  @Option(names = "--net", description = "The architecture of the weights.")
  private String net = "advertorch-lenet5";

  @Option(names = "--data", required = true)
  private Path data = Path.of("");

  @Option(names = "--plan", required = true, description = "What is run with which settings.")
  private Path plan = Path.of("");

  @Option(names = "--attack", required = true, description = "By its name in the plan.")
  private String attack = "";

  @Option(names = "--set", split = ",", description = "Other settings, such as steps=3,queries=60.")
  private Map<String, String> others = new LinkedHashMap<>();

  @Option(names = "--gradient-points")
  private int gradientPoints = 100;

  @Option(names = "--search-points")
  private int searchPoints = 100;

  @Option(names = "--jacobian-points")
  private int jacobianPoints = 100;

  @Option(names = "--queries-points")
  private int queriesPoints = 100;

  @Option(names = "--batch")
  private int batch = 100;

  @Option(names = "--threads")
  private int threads = 1;

  @Option(names = "--seed")
  private long seed = 0;

  @Option(names = "--repeat")
  private int repeat = 3;

  @Option(names = "--patience", description = "No further timed run after so many seconds.")
  private double patience = 300;

  @Option(
      names = "--limit",
      description = "The same: unlike the peers' runs, one that has begun is not given up.")
  private double limit = 3600;

  @Option(names = "--out", required = true)
  private Path out = Path.of("");

  @Override
  public Integer call() throws IOException {
    try {
      measure();
      return 0;
    } catch (BadInputException e) {
      System.err.println("peer-attacks: " + e.getMessage());
      return 2;
    }
  }

  private void measure() throws IOException {
    if (batch < 1 || threads < 1 || repeat < 1) {
      throw new BadInputException("--batch, --threads and --repeat must be at least 1");
    }
    PlannedAttack planned = PlannedAttack.read(plan, attack, others);
    Engine.threads(threads);
    Dataset samples = Datasets.open("npz:" + data, "all");
    GradientModel model = model(samples);
    AttackRun run = AttackRun.of(planned, model, seed);
    int[] rows = right(model, samples, points(planned.group()));
    List<Batch> batches = batches(samples, rows);
    AttackRun.of(planned.warmUp(), model, seed).on(model, batches.subList(0, 1));
    List<float[]> found = new ArrayList<>();
    List<Double> seconds = new ArrayList<>();
    double total = 0;
    while (seconds.isEmpty() || (seconds.size() < repeat && total < Math.min(patience, limit))) {
      seconds.add(Interleaved.seconds(() -> found.add(run.on(model, batches))));
      total += seconds.get(seconds.size() - 1);
    }
    Meter meter = new Meter();
    run.on(MeteredModel.of(model, meter), batches);
    write(run, samples, rows, found.get(0), seconds, meter);
  }

  private GradientModel model(Dataset samples) {
    ModelOptions options =
        new ModelOptions(
            Optional.of(net),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            Optional.of(10),
            List.of(),
            Map.of(),
            Optional.of(samples.input()));
    if (Models.open(weights.toString(), options, Device.CPU).model()
        instanceof GradientModel model) {
      return model;
    }
    throw new BadInputException(weights + " gives no gradients");
  }

  private int points(String group) {
    return switch (group) {
      case "gradient" -> gradientPoints;
      case "search" -> searchPoints;
      case "jacobian" -> jacobianPoints;
      case "queries" -> queriesPoints;
      default -> throw new BadInputException("%s has unknown group %s".formatted(attack, group));
    };
  }

  /** The first samples that the model gets right. */
  private int[] right(GradientModel model, Dataset samples, int wanted) {
    int[] all = IntStream.range(0, samples.size()).toArray();
    int[] right =
        batches(samples, all).stream()
            .flatMapToInt(clean -> Arrays.stream(right(model, clean)))
            .limit(wanted)
            .toArray();
    if (right.length < wanted) {
      throw new BadInputException(
          "the model gets %d of the %d points in %s right, %d are wanted"
              .formatted(right.length, samples.size(), data, wanted));
    }
    return right;
  }

  private int[] right(GradientModel model, Batch clean) {
    int[] predicted =
        Scope.value(() -> model.predict(clean.inputs(), clean.draws(seed, "clean")).ints());
    int[] labels = clean.labels().ints();
    return IntStream.range(0, labels.length)
        .filter(row -> predicted[row] == labels[row])
        .map(row -> Math.toIntExact(clean.ids()[row]))
        .toArray();
  }

  private List<Batch> batches(Dataset samples, int[] rows) {
    return IntStream.iterate(0, from -> from < rows.length, from -> from + batch)
        .mapToObj(from -> Arrays.copyOfRange(rows, from, Math.min(rows.length, from + batch)))
        .map(part -> Batch.read(samples, part, Device.CPU))
        .toList();
  }

  private void write(
      AttackRun run, Dataset samples, int[] rows, float[] found, List<Double> seconds, Meter meter)
      throws IOException {
    List<Integer> shape = samples.input().shape();
    int[] dimensions =
        IntStream.concat(IntStream.of(rows.length), shape.stream().mapToInt(n -> n)).toArray();
    NpzWriter.write(
        Path.of(out.toString().replaceFirst("\\.json$", ".npz")),
        Map.of("adversarial", NpyArray.of(found, dimensions)));
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("peer", "redoubt");
    result.put("versions", Map.of("engine", Engine.version()));
    result.put("attack", attack);
    result.put("spec", run.planned().text());
    result.put("all_settings", run.attack().settings());
    result.put("settings", run.planned().settings());
    result.put("model", weights.getFileName().toString().replaceFirst("\\.npz$", ""));
    result.put("rows", rows);
    result.put("batch", batch);
    result.put("threads", threads);
    result.put("seed", seed);
    result.put("seconds", seconds);
    result.put(
        "seconds_median", Interleaved.median(seconds.stream().mapToDouble(s -> s).toArray()));
    result.put("forwards", meter.forwards());
    result.put("backwards", meter.backwards());
    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(out.toFile(), result);
  }
}
