package dev.redoubt.bench;

import dev.redoubt.attack.StepSize;
import dev.redoubt.catalog.Architectures;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetInfo;
import dev.redoubt.data.FloatDataset;
import dev.redoubt.data.InputSpec;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Network;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Engine;
import dev.redoubt.tensor.Optimizer;
import dev.redoubt.tensor.RandomStream;
import dev.redoubt.threat.Linf;
import dev.redoubt.threat.ThreatModel;
import dev.redoubt.train.Recipe;
import dev.redoubt.train.Schedule;
import dev.redoubt.train.Trainer;
import dev.redoubt.train.TrainingListener;
import dev.redoubt.train.objective.PgdTraining;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What an epoch of PGD training costs beyond its attack steps and updates, written straight against
 * the engine. Redoubt's side is the whole trainer: reading batches, random starts, checks.
 */
@Command(name = "training-overhead", mixinStandardHelpOptions = true)
final class TrainingOverhead implements Callable<Integer> {
  private static final int BATCH = 128;
  private static final double EPSILON = 0.3;

  @Option(names = "--arch", defaultValue = "common-cnn")
  private String arch = "common-cnn";

  @Option(names = "--threads", defaultValue = "2")
  private int threads = 2;

  @Option(names = "--rounds", defaultValue = "9")
  private int rounds = 9;

  @Option(names = "--batches", defaultValue = "20")
  private int batches = 20;

  @Option(names = "--steps", defaultValue = "10")
  private int steps = 10;

  @Override
  public Integer call() {
    Engine.threads(threads);
    InputSpec input =
        arch.equals("resnet18") ? InputSpec.image(3, 32, 32) : InputSpec.image(1, 28, 28);
    Graph graph = Architectures.named(arch).graph(input.shape(), 10, null);
    Dataset data = data(input);
    Recipe recipe =
        new Recipe(
            new PgdTraining(
                new ThreatModel(new Linf(), EPSILON), steps, new StepSize.OfEpsilon(0.1)),
            new Optimizer.AdamStyle(1e-4, 0, false),
            new Schedule.Constant(),
            1,
            BATCH,
            0,
            0,
            List.of(),
            0,
            0);
    Trainer trainer = new Trainer(recipe, Device.CPU, TrainingListener.silent());
    RawEngine raw = new RawEngine(arch, Network.create(graph, 0));
    try (Adam adam = raw.adam(1e-4)) {
      Interleaved times =
          Interleaved.time(
              () -> epoch(raw, adam, data), () -> trainer.train(data, graph, null), 1, rounds);
      System.out.printf(
          "%s, %d updates of %d samples, %d attack steps each, %d threads:%n"
              + "engine alone %.2f ms an update, trainer %.2f ms, ratio %.3f%n",
          arch,
          batches,
          BATCH,
          steps,
          threads,
          1e3 * times.first() / batches,
          1e3 * times.second() / batches,
          times.second() / times.first());
    }
    return 0;
  }

  /** The same epoch without Redoubt. */
  private void epoch(RawEngine raw, Adam adam, Dataset data) {
    float[] pixels = new float[BATCH * data.input().features()];
    long[] shape =
        IntStream.concat(IntStream.of(BATCH), data.input().shape().stream().mapToInt(i -> i))
            .asLongStream()
            .toArray();
    for (int batch = 0; batch < batches; batch++) {
      try (PointerScope scope = new PointerScope()) {
        long[] labels = new long[BATCH];
        for (int row = 0; row < BATCH; row++) {
          data.read(batch * BATCH + row, pixels, row * data.input().features());
          labels[row] = data.label(batch * BATCH + row);
        }
        Tensor clean = torch.zeros(shape);
        clean.data_ptr_float().put(pixels);
        Tensor target = torch.tensor(labels);
        Tensor x = clean.clone();
        for (int step = 0; step < steps; step++) {
          x = raw.attackStep(x, clean, target, EPSILON, EPSILON / 10);
        }
        raw.trainStep(x, target, adam);
      }
    }
  }

  private Dataset data(InputSpec input) {
    int n = batches * BATCH;
    float[] values = new float[n * input.features()];
    int[] labels = new int[n];
    RandomStream stream = RandomStream.of(0, -1, "bench/training");
    stream.fillUniform(values, 0, values.length, 0, 1);
    for (int i = 0; i < n; i++) {
      labels[i] = stream.below(10);
    }
    List<String> classes = IntStream.range(0, 10).mapToObj(String::valueOf).toList();
    return FloatDataset.of(new DatasetInfo("noise", "train", input, classes), labels, values);
  }
}
