package dev.redoubt.attack.square;

import dev.redoubt.attack.Candidates;
import dev.redoubt.data.Batch;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.ScoreModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.ThreatModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A model whose logits are a Java function of one sample, so that they don't depend on the batch to
 * the last bit. It remembers every question and its answer by sample id.
 */
final class Oracle implements ScoreModel {
  private final InputSpec input;
  private final int classes;
  private final boolean random;
  private final Function<float[], double[]> function;
  private final Map<Long, List<Query>> queries = new LinkedHashMap<>();

  private Oracle(
      InputSpec input, int classes, boolean random, Function<float[], double[]> function) {
    this.input = input;
    this.classes = classes;
    this.random = random;
    this.function = function;
  }

  /** A question and the logits that were its answer. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Query(float[] point, double[] logits) {
    /** How far label 0 is ahead. */
    double margin() {
      return logits[0] - Arrays.stream(logits).skip(1).max().orElseThrow();
    }
  }

  static Oracle of(InputSpec input, int classes, Function<float[], double[]> function) {
    return new Oracle(input, classes, false, function);
  }

  static Oracle random(InputSpec input, int classes, Function<float[], double[]> function) {
    return new Oracle(input, classes, true, function);
  }

  /** Logits 0 and {@code w·x + b}. */
  static Oracle halfSpace(InputSpec input, float[] w, double b) {
    return of(input, 2, x -> new double[] {0, dot(w, x) + b});
  }

  /** {@code w·x} in double precision. */
  static double dot(float[] w, float[] x) {
    double sum = 0;
    for (int i = 0; i < w.length; i++) {
      sum += (double) w[i] * x[i];
    }
    return sum;
  }

  /** Attacks samples of label 0 with the ids 100, 101, …; everything is freed at the end. */
  Result attack(Square square, String threat, float[]... samples) {
    long[] ids = IntStream.range(0, samples.length).mapToLong(i -> 100L + i).toArray();
    return attack(square, threat, Goal.untargeted(), ids, samples);
  }

  Result attack(Square square, String threat, Goal goal, long[] ids, float[]... samples) {
    return Scope.value(
        () -> {
          Batch batch = batch(ids, samples);
          Candidates found =
              square.propose(this, batch, ThreatModel.parse(threat), goal, batch.draws(7, ""));
          float[] points = found.points().floats();
          int features = input.features();
          float[][] rows = new float[ids.length][];
          Arrays.setAll(rows, i -> Arrays.copyOfRange(points, i * features, (i + 1) * features));
          return new Result(rows, found.steps());
        });
  }

  /** What was proposed, one entry a sample. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Result(float[][] points, int[] steps) {}

  private Batch batch(long[] ids, float[]... samples) {
    int features = input.features();
    float[] all = new float[ids.length * features];
    for (int i = 0; i < ids.length; i++) {
      System.arraycopy(samples[i], 0, all, i * features, features);
    }
    long[] shape =
        IntStream.concat(
                IntStream.of(ids.length), input.shape().stream().mapToInt(Integer::intValue))
            .asLongStream()
            .toArray();
    return new Batch(ids, Tensors.of(all, shape), Tensors.ofInts(new int[ids.length]));
  }

  /** All questions about a sample, in their order. */
  List<Query> queries(long id) {
    return queries.getOrDefault(id, List.of());
  }

  /** The logits at a point, without remembering it. */
  double[] at(float[] point) {
    return function.apply(point);
  }

  @Override
  public Tensor logits(Tensor x, Draws draws) {
    float[] values = x.floats();
    int n = x.rows();
    if (draws.ids().length != n) {
      throw new AssertionError(draws.ids().length + " draws for " + n + " rows");
    }
    double[] logits = new double[n * classes];
    for (int row = 0; row < n; row++) {
      float[] point =
          Arrays.copyOfRange(values, row * input.features(), (row + 1) * input.features());
      double[] answer = function.apply(point);
      System.arraycopy(answer, 0, logits, row * classes, classes);
      queries
          .computeIfAbsent(draws.ids()[row], id -> new ArrayList<>())
          .add(new Query(point, answer));
    }
    return Tensors.of(logits, n, classes);
  }

  @Override
  public String name() {
    return "oracle";
  }

  @Override
  public InputSpec input() {
    return input;
  }

  @Override
  public int classes() {
    return classes;
  }

  @Override
  public Declaration declares() {
    return new Declaration(new Declaration.Backward.None(), random);
  }
}
