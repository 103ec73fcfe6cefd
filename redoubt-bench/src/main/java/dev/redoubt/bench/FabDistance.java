package dev.redoubt.bench;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.fab.Fab;
import dev.redoubt.catalog.ModelOptions;
import dev.redoubt.catalog.Models;
import dev.redoubt.data.Batch;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetView;
import dev.redoubt.data.Datasets;
import dev.redoubt.evaluate.Meter;
import dev.redoubt.evaluate.MeteredModel;
import dev.redoubt.model.GradientModel;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Engine;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.Norm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The median distance of the perturbations that untargeted FAB finds on the samples that a model
 * classifies correctly, as its authors report it.
 */
@Command(name = "fab-distance", mixinStandardHelpOptions = true)
final class FabDistance implements Callable<Integer> {
  @Option(names = "--model", required = true, description = "An ONNX file or a bundle.")
  private Path file = Path.of("");

  @Option(names = "--data", required = true, description = "Such as mnist:DIR.")
  private String data = "";

  @Option(names = "--limit", description = "At most so many samples.")
  private int limit = 1_000_000;

  @Option(names = "--every", description = "Take each so-manieth test sample.")
  private int every = 1;

  @Option(names = "--norm", description = "In which FAB looks for the smallest perturbation.")
  private String norm = "linf";

  @Option(names = "--measure", description = "The norm of the distances reported, if another.")
  private @Nullable String measure;

  @Option(names = "--within", description = "Report distances up to this alone.")
  private double within = Double.POSITIVE_INFINITY;

  @Option(names = "--steps")
  private int steps = 100;

  @Option(names = "--restarts")
  private int restarts = 1;

  @Option(names = "--batch")
  private int batch = 250;

  @Option(names = "--threads")
  private int threads = 2;

  @Override
  public Integer call() {
    Engine.threads(threads);
    Dataset samples = samples();
    ModelOptions options = ModelOptions.NONE.forData(samples);
    if (!(Models.open(file.toString(), options, Device.CPU).model()
        instanceof GradientModel model)) {
      throw new BadInputException(file + " gives no gradients");
    }
    Meter meter = new Meter();
    List<Double> distances = new ArrayList<>();
    int correct = 0;
    for (int from = 0; from < samples.size(); from += batch) {
      int[] rows = IntStream.range(from, Math.min(samples.size(), from + batch)).toArray();
      correct += Scope.value(() -> attack(model, meter, samples, rows, distances));
      report(rows[rows.length - 1] + 1, distances, correct, meter);
    }
    return 0;
  }

  private void report(int samples, List<Double> distances, int correct, Meter meter) {
    double[] values = distances.stream().mapToDouble(distance -> distance).toArray();
    System.out.printf(
        "%d samples: %s distance median %.4f, mean %.4f, largest %.4f; found on %d of %d correct"
            + " ones; passes for each of them: %.1f forward, %.1f backward%n",
        samples,
        measured().name(),
        Interleaved.median(values),
        Arrays.stream(values).average().orElse(Double.NaN),
        Arrays.stream(values).max().orElse(Double.NaN),
        values.length,
        correct,
        meter.forwards() / (double) correct,
        meter.backwards() / (double) correct);
  }

  private Norm measured() {
    return Norm.named(measure == null ? norm : measure);
  }

  /** Spread over the split, whose first samples need not be like its last. */
  private Dataset samples() {
    if (limit < 1 || every < 1 || batch < 1) {
      throw new BadInputException("--limit, --every and --batch must be at least 1");
    }
    Dataset all = Datasets.open(data, "test");
    int count = Math.min(limit, (all.size() + every - 1) / every);
    return DatasetView.select(all, IntStream.range(0, count).map(i -> i * every).toArray());
  }

  /** Adds the distances that were found; returns how many samples were correct. */
  private int attack(
      GradientModel model, Meter meter, Dataset samples, int[] rows, List<Double> distances) {
    Batch all = Batch.read(samples, rows, Device.CPU);
    int[] labels = all.labels().ints();
    int[] clean = model.predict(all.inputs(), all.draws(0, "clean")).ints();
    Batch own =
        all.rows(IntStream.range(0, labels.length).filter(i -> clean[i] == labels[i]).toArray());
    Draws draws = own.draws(0, "fab");
    Goal goal = Goal.untargeted();
    Tensor found =
        new Fab(steps, restarts)
            .closest(MeteredModel.of(model, meter), own, Norm.named(norm), goal, draws)
            .points();
    boolean[] met = goal.met(model.predict(found, draws), own.labels());
    double[] away = measured().distance(found, own.inputs()).doubles();
    for (int row = 0; row < met.length; row++) {
      if (met[row] && away[row] <= within) {
        distances.add(away[row]);
      }
    }
    return met.length;
  }
}
