package dev.redoubt.bench;

import dev.redoubt.attack.Attack;
import dev.redoubt.catalog.attacks.AttackSettings;
import dev.redoubt.catalog.attacks.Attacks;
import dev.redoubt.evaluate.Falsifier;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.model.spec.Counterexample;
import dev.redoubt.model.spec.Specification;
import dev.redoubt.model.spec.SpecificationModel;
import dev.redoubt.model.spec.SpecifiedNetwork;
import dev.redoubt.model.spec.VnnLibReader;
import dev.redoubt.onnxruntime.OnnxRuntimeModel;
import dev.redoubt.onnxruntime.OnnxRuntimeOptions;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Engine;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.threat.Norm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * A table (Markdown) of VNN-COMP benchmarks: on how many instances a cascade finds a
 * counterexample, by what the competition's solvers agreed on. One counts only if ONNX Runtime, on
 * the file itself, gives outputs that violate the specification as written at an input within the
 * box as written.
 */
@Command(name = "falsify", mixinStandardHelpOptions = true)
final class VnnCompFalsification implements Callable<Integer> {
  private static final List<String> TABLES =
      List.of("vnncomp/verdicts2021.csv", "vnncomp2022/verdicts2022.csv");

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "Holds vnncomp/verdicts2021.csv and vnncomp2022/verdicts2022.csv.")
  private Path data = Path.of("");

  @Option(
      names = "--suite",
      split = ",",
      paramLabel = "NAMES",
      description = "Only these benchmarks (default: all).")
  private List<String> suites = List.of();

  @Option(
      names = "--verdict",
      split = ",",
      paramLabel = "VERDICTS",
      description = "Only instances with these verdicts (default: ${DEFAULT-VALUE}).")
  private List<String> verdicts = List.of("sat", "unsat", "unknown");

  @Option(
      names = "--attack",
      paramLabel = "NAMES",
      description = "A cascade of attacks (default: ${DEFAULT-VALUE}).")
  private String attack = "autoattack";

  @Option(names = "--seed", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
  private long seed = 0;

  @Option(names = "--threads", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
  private int threads = 1;

  @Override
  public Integer call() throws IOException {
    Engine.threads(threads);
    List<VnnCompInstance> instances = new ArrayList<>();
    for (String table : TABLES) {
      instances.addAll(VnnCompInstance.read(data.resolve(table)));
    }
    instances.removeIf(
        one ->
            !verdicts.contains(one.verdict())
                || !(suites.isEmpty() || suites.contains(one.suite())));
    Falsifier falsifier = new Falsifier(this::cascade, seed, Device.CPU);
    Map<String, Tally> tallies = new LinkedHashMap<>();
    List<String> remarks = new ArrayList<>();
    for (VnnCompInstance instance : instances) {
      Outcome outcome = outcome(instance, falsifier);
      System.err.println(line(instance, outcome));
      tallies.computeIfAbsent(instance.suite(), suite -> new Tally()).count(instance, outcome);
      if (outcome.isRemarkable(instance.verdict())) {
        remarks.add("- " + line(instance, outcome));
      }
    }
    System.out.println("| suite | sat: found | unsat: falsely found | unknown: found |");
    System.out.println("|---|---|---|---|");
    tallies.forEach((suite, tally) -> System.out.println("| " + suite + " | " + tally + " |"));
    System.out.println();
    remarks.forEach(System.out::println);
    return 0;
  }

  private List<Attack<?>> cascade(int classes) {
    Norm norm = SpecificationModel.THREAT.norm();
    return Attacks.cascade(attack, AttackSettings.DEFAULT, norm, classes);
  }

  private static String line(VnnCompInstance instance, Outcome outcome) {
    return "%s %s %s: %s, found: %s"
        .formatted(
            instance.suite(),
            instance.network().getFileName(),
            instance.specification().getFileName(),
            instance.verdict(),
            outcome);
  }

  private static Outcome outcome(VnnCompInstance instance, Falsifier falsifier) throws IOException {
    Specification specification = VnnLibReader.read(instance.specification());
    NetworkModel network =
        SpecifiedNetwork.open(instance.network(), specification, falsifier.device());
    Optional<Counterexample> found = Scope.value(() -> falsifier.falsify(network, specification));
    network.network().close();
    if (found.isEmpty()) {
      return new Outcome(found, false);
    }
    Counterexample example = found.get();
    double[] outputs = deployed(instance.network(), example);
    return new Outcome(found, specification.isViolatedBy(example.x(), outputs));
  }

  /** What ONNX Runtime gives. */
  private static double[] deployed(Path file, Counterexample example) throws IOException {
    Path unpacked = OnnxDeviations.unpacked(file);
    try (OnnxRuntimeModel model =
        OnnxRuntimeModel.open("deployed", unpacked, OnnxRuntimeOptions.DEFAULT)) {
      float[] x = new float[example.x().length];
      for (int i = 0; i < x.length; i++) {
        x[i] = (float) example.x()[i];
      }
      long[] shape =
          LongStream.concat(
                  LongStream.of(1), model.input().shape().stream().mapToLong(Integer::longValue))
              .toArray();
      Draws draws = new Draws(0, new long[1], "bench");
      double[] scores = Scope.value(() -> model.logits(Tensors.of(x, shape), draws).doubles());
      int outputs = example.y().length; // a single one comes as the second of two
      return Arrays.copyOfRange(scores, scores.length - outputs, scores.length);
    }
  }

  /** What became of one instance. */
  private record Outcome(Optional<Counterexample> example, boolean confirmed) {
    boolean isRemarkable(String verdict) {
      boolean asExpected =
          verdict.equals("sat") ? confirmed : verdict.equals("unknown") || example.isEmpty();
      return !asExpected
          || (verdict.equals("unknown") && confirmed)
          || example.filter(found -> !confirmed || found.fragile()).isPresent();
    }

    @Override
    public String toString() {
      return example
          .map(
              found ->
                  "by %s%s%s"
                      .formatted(
                          found.attack(),
                          confirmed ? "" : ", not confirmed by ONNX Runtime",
                          found.fragile() ? ", fragile" : ""))
          .orElse("nothing");
    }
  }

  /** Counts of one suite. */
  private static final class Tally {
    private final Map<String, int[]> counts = new LinkedHashMap<>();

    void count(VnnCompInstance instance, Outcome outcome) {
      int[] pair = counts.computeIfAbsent(instance.verdict(), verdict -> new int[2]);
      pair[0] += outcome.confirmed() ? 1 : 0;
      pair[1]++;
    }

    @Override
    public String toString() {
      return String.join(" | ", text("sat"), text("unsat"), text("unknown"));
    }

    private String text(String verdict) {
      int[] pair = counts.getOrDefault(verdict, new int[2]);
      return pair[0] + " of " + pair[1];
    }
  }
}
