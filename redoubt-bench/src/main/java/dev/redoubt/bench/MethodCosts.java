package dev.redoubt.bench;

import dev.redoubt.catalog.Architectures;
import dev.redoubt.catalog.Method;
import dev.redoubt.catalog.MethodNumber;
import dev.redoubt.catalog.MethodSettings;
import dev.redoubt.catalog.Methods;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetView;
import dev.redoubt.data.Datasets;
import dev.redoubt.nn.Graph;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Engine;
import dev.redoubt.tensor.Optimizer;
import dev.redoubt.threat.ThreatModel;
import dev.redoubt.train.Objective;
import dev.redoubt.train.Recipe;
import dev.redoubt.train.Schedule;
import dev.redoubt.train.Trainer;
import dev.redoubt.train.TrainingListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What an update costs with each training method, all of them taking turns: milliseconds, and times
 * the cost of standard training.
 */
@Command(name = "method-costs", mixinStandardHelpOptions = true)
final class MethodCosts implements Callable<Integer> {
  private static final int BATCH = 128;

  @Option(names = "--data", defaultValue = "roadsigns")
  private String data = "roadsigns";

  @Option(names = "--threat", defaultValue = "linf:8/255")
  private String threat = "linf:8/255";

  @Option(names = "--arch", defaultValue = "common-cnn")
  private String arch = "common-cnn";

  @Option(names = "--steps", defaultValue = "10")
  private int steps = 10;

  @Option(names = "--threads", defaultValue = "2")
  private int threads = 2;

  @Option(names = "--updates", defaultValue = "20")
  private int updates = 20;

  @Option(names = "--rounds", defaultValue = "5")
  private int rounds = 5;

  @Override
  public Integer call() {
    Engine.threads(threads);
    Dataset samples = DatasetView.slice(Datasets.open(data, "train"), 0, updates * BATCH);
    Graph graph =
        Architectures.named(arch).graph(samples.input().shape(), samples.classes().size(), null);
    List<double[]> seconds = new ArrayList<>();
    List<Trainer> trainers = new ArrayList<>();
    List<Integer> replays = new ArrayList<>();
    for (Method method : Methods.ALL) {
      Objective objective = objective(method, samples);
      trainers.add(trainer(objective));
      replays.add(objective.replays());
      seconds.add(new double[rounds]);
    }
    for (int round = -1; round < rounds; round++) {
      for (int i = 0; i < trainers.size(); i++) {
        Trainer trainer = trainers.get(i);
        double took = Interleaved.seconds(() -> trainer.train(samples, graph, null));
        if (round >= 0) {
          seconds.get(i)[round] = took;
        }
      }
    }
    double standard = Interleaved.median(seconds.get(0));
    System.out.printf(
        "%s, %s, batch %d, %d attack steps, %d threads%n%n", data, arch, BATCH, steps, threads);
    System.out.println("| method | ms an update | times standard training |");
    System.out.println("|---|---|---|");
    for (int i = 0; i < trainers.size(); i++) {
      double median = Interleaved.median(seconds.get(i)) / replays.get(i);
      System.out.printf(
          "| `%s` | %.1f | %.1f |%n",
          Methods.ALL.get(i).name(), 1e3 * median / updates, median / standard);
    }
    return 0;
  }

  private Objective objective(Method method, Dataset samples) {
    MethodSettings settings = MethodSettings.DEFAULT;
    if (method.needsThreat()) {
      settings =
          settings.with(ThreatModel.parse(method.name().equals("smoothadv") ? "l2:1" : threat));
    }
    if (method.defaults().containsKey(MethodNumber.STEPS) && !method.name().equals("smoothadv")) {
      settings = settings.with(MethodNumber.STEPS, steps);
    }
    return Methods.named(method.name(), settings, samples.input());
  }

  /** One pass over the data, in which free makes several updates on each batch. */
  private static Trainer trainer(Objective objective) {
    Recipe recipe =
        new Recipe(
            objective,
            new Optimizer.AdamStyle(1e-4, 0, false),
            new Schedule.Constant(),
            1,
            BATCH,
            0,
            0,
            List.of(),
            0,
            0);
    return new Trainer(recipe, Device.CPU, TrainingListener.silent());
  }
}
