package dev.redoubt.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.redoubt.attack.Pgd;
import dev.redoubt.attack.StepSize;
import dev.redoubt.data.Batch;
import dev.redoubt.data.InputSpec;
import dev.redoubt.data.NpyArray;
import dev.redoubt.data.NpzReader;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.architecture.CommonCnn;
import dev.redoubt.tensor.Engine;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.Linf;
import dev.redoubt.threat.ThreatModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Redoubt's side of the comparison under {@code peers}: the same arguments, the same JSON keys. */
@Command(name = "peer-pgd", mixinStandardHelpOptions = true)
final class PeerPgd implements Callable<Integer> {
  @Option(names = "--weights", required = true)
  private Path weights = Path.of("");

  @Option(names = "--data", required = true)
  private Path data = Path.of("");

  @Option(names = "--epsilon")
  private double epsilon = 0.3;

  @Option(names = "--step")
  private double step = 0.01;

  @Option(names = "--steps")
  private int steps = 40;

  @Option(names = "--restarts")
  private int restarts = 1;

  @Option(names = "--batch")
  private int batch = 128;

  @Option(names = "--threads")
  private int threads = 2;

  @Option(names = "--seed")
  private long seed = 0;

  @Option(names = "--repeat")
  private int repeat = 3;

  @Option(names = "--out", required = true)
  private Path out = Path.of("");

  @Override
  public Integer call() throws IOException {
    Engine.threads(threads);
    Map<String, NpyArray> arrays = NpzReader.read(data);
    float[] inputs = Objects.requireNonNull(arrays.get("inputs")).floats();
    long[] labels = Objects.requireNonNull(arrays.get("labels")).longs();
    InputSpec input = InputSpec.image(1, 28, 28);
    NetworkModel model = new NetworkModel("common", network(input), input, 10);
    List<Batch> batches = new ArrayList<>();
    for (int from = 0; from < labels.length; from += batch) {
      int to = Math.min(labels.length, from + batch);
      batches.add(
          new Batch(
              IntStream.range(from, to).asLongStream().toArray(),
              Tensors.of(
                  Arrays.copyOfRange(inputs, from * input.features(), to * input.features()),
                  to - from,
                  1,
                  28,
                  28),
              Tensors.of(Arrays.copyOfRange(labels, from, to), to - from)));
    }
    Pgd pgd = Pgd.of(steps, new StepSize.Absolute(step), restarts);
    ThreatModel threat = new ThreatModel(new Linf(), epsilon);
    attack(pgd, model, batches.get(0), threat);
    double[] seconds = new double[repeat];
    List<Tensor> found = new ArrayList<>();
    for (int i = 0; i < repeat; i++) {
      found.clear();
      seconds[i] =
          Interleaved.seconds(() -> batches.forEach(b -> found.add(attack(pgd, model, b, threat))));
    }
    report(model, batches, found, seconds, labels.length);
    return 0;
  }

  private Tensor attack(Pgd pgd, NetworkModel model, Batch batch, ThreatModel threat) {
    return Scope.tensors(
        () ->
            pgd.propose(model, batch, threat, Goal.untargeted(), batch.draws(seed, "peer"))
                .points());
  }

  /** The state dict's arrays in layer order, whatever their names. */
  private Network network(InputSpec input) {
    Graph graph = new CommonCnn().graph(input.shape(), 10, null);
    Iterator<NpyArray> stored = NpzReader.read(weights).values().iterator();
    Map<String, float[]> values = new LinkedHashMap<>();
    Network.forEachWeight(graph, (name, spec) -> values.put(name, stored.next().floats()));
    return Network.of(graph, values);
  }

  private void report(
      NetworkModel model, List<Batch> batches, List<Tensor> found, double[] seconds, int samples)
      throws IOException {
    int clean = 0;
    int robust = 0;
    for (int i = 0; i < batches.size(); i++) {
      Batch clear = batches.get(i);
      int[] labels = clear.labels().ints();
      int[] before = model.predict(clear.inputs(), clear.draws(seed, "judge")).ints();
      int[] after = model.predict(found.get(i), clear.draws(seed, "judge")).ints();
      double[] distances = new Linf().distance(found.get(i), clear.inputs()).doubles();
      for (int row = 0; row < labels.length; row++) {
        if (distances[row] > epsilon + 1e-6) {
          throw new IllegalStateException("a candidate lies outside the ball");
        }
        clean += before[row] == labels[row] ? 1 : 0;
        robust += before[row] == labels[row] && after[row] == labels[row] ? 1 : 0;
      }
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("peer", "redoubt");
    result.put("versions", Map.of("engine", Engine.version()));
    result.put("samples", samples);
    result.put("clean_accuracy", (double) clean / samples);
    result.put("robust_accuracy", (double) robust / samples);
    result.put("seconds", seconds);
    result.put("seconds_median", Interleaved.median(seconds));
    result.put("threads", threads);
    result.put("batch", batch);
    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(out.toFile(), result);
  }
}
