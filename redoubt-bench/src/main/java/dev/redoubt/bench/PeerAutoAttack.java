package dev.redoubt.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.redoubt.attack.Attack;
import dev.redoubt.catalog.attacks.AttackSettings;
import dev.redoubt.catalog.attacks.Attacks;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetInfo;
import dev.redoubt.data.DatasetView;
import dev.redoubt.data.FloatDataset;
import dev.redoubt.data.InputSpec;
import dev.redoubt.data.NpyArray;
import dev.redoubt.data.NpzReader;
import dev.redoubt.evaluate.Evaluation;
import dev.redoubt.evaluate.Evaluator;
import dev.redoubt.evaluate.Journal;
import dev.redoubt.evaluate.Plan;
import dev.redoubt.evaluate.Tally;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.architecture.CommonCnn;
import dev.redoubt.nn.operator.Normalize;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Engine;
import dev.redoubt.threat.Norm;
import dev.redoubt.threat.ThreatModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Redoubt's side of the comparison of AutoAttack under {@code peers}: the same arguments, the same
 * JSON keys. The whole evaluation is timed, the re-checks of every candidate included.
 */
@Command(name = "peer-autoattack", mixinStandardHelpOptions = true)
final class PeerAutoAttack implements Callable<Integer> {
  @Option(names = "--weights", required = true)
  private Path weights = Path.of("");

  @Option(names = "--net")
  private String net = "mnist";

  @Option(names = "--data", required = true)
  private Path data = Path.of("");

  @Option(names = "--norm")
  private String norm = "Linf";

  @Option(names = "--epsilon", required = true)
  private double epsilon;

  @Option(names = "--batch")
  private int batch = 250;

  @Option(names = "--threads")
  private int threads = 2;

  @Option(names = "--seed")
  private long seed = 0;

  @Option(names = "--repeat")
  private int repeat = 1;

  @Option(names = "--first-strike")
  private boolean firstStrike;

  @Option(names = "--out", required = true)
  private Path out = Path.of("");

  @Override
  public Integer call() throws IOException {
    Engine.threads(threads);
    boolean cifar = net.equals("cifar");
    InputSpec input = cifar ? InputSpec.image(3, 32, 32) : InputSpec.image(1, 28, 28);
    NetworkModel model = new NetworkModel("common", network(input, cifar), input, 10);
    Dataset dataset = dataset(input);
    Norm measured = Norm.named(norm.toLowerCase(Locale.ROOT));
    List<Attack<?>> cascade = new ArrayList<>(cascade(measured, "autoattack", firstStrike));
    Dataset first = DatasetView.slice(dataset, 0, Math.min(batch, dataset.size()));
    AttackSettings brief = AttackSettings.DEFAULT.withSteps(2).withQueries(10);
    evaluate(
        model,
        first,
        Attacks.cascade("apgd-ce,apgd-t,fab-t,square", brief, measured, 10).subList(1, 5),
        measured);
    double[] seconds = new double[repeat];
    Evaluation[] found = new Evaluation[repeat];
    for (int i = 0; i < repeat; i++) {
      int run = i;
      seconds[i] =
          Interleaved.seconds(() -> found[run] = evaluate(model, dataset, cascade, measured));
    }
    report(found[0], seconds);
    return 0;
  }

  /** Without the uniform noise in front, which the peers don't have. */
  private static List<Attack<?>> cascade(Norm norm, String text, boolean firstStrike) {
    List<Attack<?>> all =
        Attacks.cascade(text, AttackSettings.DEFAULT.withFirstStrike(firstStrike), norm, 10);
    return all.subList(1, all.size());
  }

  private Evaluation evaluate(
      NetworkModel model, Dataset dataset, List<Attack<?>> cascade, Norm measured) {
    Plan plan = new Plan(new ThreatModel(measured, epsilon), cascade, List.of(), 0, batch, seed);
    return new Evaluator(plan, Device.CPU, (done, total, correct, robust) -> {}, threads)
        .evaluate(model, dataset, Journal.none());
  }

  private Dataset dataset(InputSpec input) {
    Map<String, NpyArray> arrays = NpzReader.read(data);
    float[] inputs = Objects.requireNonNull(arrays.get("inputs")).floats();
    int[] labels =
        Arrays.stream(Objects.requireNonNull(arrays.get("labels")).longs())
            .mapToInt(Math::toIntExact)
            .toArray();
    List<String> classes = IntStream.range(0, 10).mapToObj(Integer::toString).toList();
    return FloatDataset.of(new DatasetInfo("peer", "test", input, classes), labels, inputs);
  }

  /** The state dict's arrays in layer order, whatever their names. */
  private Network network(InputSpec input, boolean cifar) {
    Normalize normalize =
        new Normalize(
            List.of(125.3 / 255, 123.0 / 255, 113.9 / 255),
            List.of(63.0 / 255, 62.1 / 255, 66.7 / 255));
    Graph graph = new CommonCnn().graph(input.shape(), 10, cifar ? normalize : null);
    Iterator<NpyArray> stored = NpzReader.read(weights).values().iterator();
    Map<String, float[]> values = new LinkedHashMap<>();
    Network.forEachWeight(graph, (name, spec) -> values.put(name, stored.next().floats()));
    return Network.of(graph, values);
  }

  private void report(Evaluation evaluation, double[] seconds) throws IOException {
    double total = Interleaved.median(seconds);
    double worked = evaluation.attacks().stream().mapToDouble(Tally::seconds).sum();
    Map<String, Double> after = new LinkedHashMap<>();
    Map<String, Double> spent = new LinkedHashMap<>();
    Map<String, Long> forwards = new LinkedHashMap<>();
    Map<String, Long> backwards = new LinkedHashMap<>();
    for (int i = 0; i < evaluation.attacks().size(); i++) {
      String name = evaluation.plan().cascade().get(i).name();
      Tally tally = evaluation.attacks().get(i);
      after.put(name, evaluation.robustAfterEach().get(i));
      // Batches run side by side: an attack's part of the total is its part of the work.
      spent.put(name, total * tally.seconds() / worked);
      forwards.put(name, tally.forwards());
      backwards.put(name, tally.backwards());
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("peer", "redoubt");
    result.put("model", weights.getFileName().toString().replaceFirst("\\.npz$", ""));
    result.put("norm", norm);
    result.put("epsilon", epsilon);
    result.put("samples", evaluation.samples());
    result.put("clean_accuracy", evaluation.cleanAccuracy());
    result.put("after", after);
    result.put("seconds", spent);
    result.put("seconds_total", total);
    result.put("seconds_total_per_repeat", seconds);
    result.put("forwards", forwards);
    result.put("backwards", backwards);
    result.put("threads", threads);
    result.put("batch", batch);
    result.put("seed", seed);
    result.put("versions", Map.of("engine", Engine.version()));
    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(out.toFile(), result);
  }
}
