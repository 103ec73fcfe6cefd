package dev.redoubt.attack.query;

import dev.redoubt.attack.Candidates;
import dev.redoubt.data.Batch;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.LabelModel;
import dev.redoubt.model.ScoreModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.RandomStream;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * A model whose logits are a Java function of one sample, so that they don't depend on the batch to
 * the last bit. It remembers every question by sample id.
 */
public final class Respondent implements ScoreModel {
  private final InputSpec input;
  private final int classes;
  private final boolean random;
  private final Function<float[], double[]> function;
  private final Map<Long, List<float[]>> asked = new LinkedHashMap<>();
  private final Map<Long, List<Double>> drawn = new LinkedHashMap<>();
  private final List<Integer> passes = new ArrayList<>();

  private Respondent(
      InputSpec input, int classes, boolean random, Function<float[], double[]> function) {
    this.input = input;
    this.classes = classes;
    this.random = random;
    this.function = function;
  }

  /** A deterministic model. */
  public static Respondent of(InputSpec input, int classes, Function<float[], double[]> function) {
    return new Respondent(input, classes, false, function);
  }

  /** The same model as one that calls itself random. */
  public Respondent random() {
    return new Respondent(input, classes, true, function);
  }

  /** Logits 0 and {@code w·x + b} in the box [0, 1]. */
  public static Respondent halfSpace(InputSpec input, float[] w, double b) {
    return of(
        input,
        2,
        x -> {
          double sum = b;
          for (int i = 0; i < w.length; i++) {
            sum += (double) w[i] * x[i];
          }
          return new double[] {0, sum};
        });
  }

  /** A hidden layer of 8 units. */
  public static Respondent perceptron(InputSpec input, int classes, long seed) {
    RandomStream stream = RandomStream.of(seed, -1, "weights");
    double[][] first = new double[8][input.features()];
    double[][] second = new double[classes][8];
    Arrays.stream(first).forEach(row -> Arrays.setAll(row, i -> stream.gaussian()));
    Arrays.stream(second).forEach(row -> Arrays.setAll(row, i -> stream.gaussian()));
    return of(
        input,
        classes,
        x -> {
          double[] logits = new double[classes];
          for (int i = 0; i < 8; i++) {
            double sum = 0;
            for (int j = 0; j < x.length; j++) {
              sum += first[i][j] * (x[j] - 0.5);
            }
            for (int k = 0; k < classes; k++) {
              logits[k] += second[k][i] * Math.tanh(sum);
            }
          }
          return logits;
        });
  }

  /** All points asked about for a sample, in their order. */
  public List<float[]> asked(long id) {
    return asked.getOrDefault(id, List.of());
  }

  /** For each question about a sample, the first number of the draws that came with it. */
  public List<Double> drawn(long id) {
    return drawn.getOrDefault(id, List.of());
  }

  /** The sizes of all passes. */
  public List<Integer> sizes() {
    return List.copyOf(passes);
  }

  /** The class of a point, without remembering it. */
  public int classOf(float[] point) {
    double[] logits = function.apply(point);
    return IntStream.range(0, classes).reduce(0, (a, b) -> logits[b] > logits[a] ? b : a);
  }

  /** A batch of samples with the classes that the model gives them. */
  public Batch batch(long[] ids, float[]... samples) {
    return batch(ids, Arrays.stream(samples).mapToInt(this::classOf).toArray(), samples);
  }

  /** A batch of samples with labels. */
  public Batch batch(long[] ids, int[] labels, float[]... samples) {
    float[] all = new float[ids.length * input.features()];
    for (int i = 0; i < ids.length; i++) {
      System.arraycopy(samples[i], 0, all, i * input.features(), input.features());
    }
    long[] shape =
        LongStream.concat(
                LongStream.of(ids.length), input.shape().stream().mapToLong(Integer::longValue))
            .toArray();
    return new Batch(ids, Tensors.of(all, shape), Tensors.ofInts(labels));
  }

  /** The same model with nothing but its classes. */
  public LabelModel labels() {
    return new Labels(this);
  }

  @Override
  public Tensor logits(Tensor x, Draws draws) {
    float[] values = x.floats();
    int n = x.rows();
    if (draws.ids().length != n) {
      throw new AssertionError(draws.ids().length + " draws for " + n + " rows");
    }
    passes.add(n);
    double[] logits = new double[n * classes];
    for (int row = 0; row < n; row++) {
      float[] point =
          Arrays.copyOfRange(values, row * input.features(), (row + 1) * input.features());
      System.arraycopy(function.apply(point), 0, logits, row * classes, classes);
      long id = draws.ids()[row];
      asked.computeIfAbsent(id, unknown -> new ArrayList<>()).add(point);
      drawn.computeIfAbsent(id, unknown -> new ArrayList<>()).add(draws.stream(row).uniform());
    }
    return Tensors.of(logits, n, classes);
  }

  @Override
  public String name() {
    return "respondent";
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

  /** What an attack proposed, one entry a sample. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Result(float[][] points, int[] steps) {
    /** Takes candidates out of their scope. */
    public static Result of(Supplier<Candidates> attack) {
      return Scope.value(
          () -> {
            Candidates found = attack.get();
            int rows = found.steps().length;
            float[] points = found.points().floats();
            int features = points.length / Math.max(1, rows);
            float[][] apart = new float[rows][];
            Arrays.setAll(apart, i -> Arrays.copyOfRange(points, i * features, (i + 1) * features));
            return new Result(apart, found.steps());
          });
    }
  }

  /** Classes alone. */
  private record Labels(Respondent inner) implements LabelModel {
    @Override
    public String name() {
      return inner.name();
    }

    @Override
    public InputSpec input() {
      return inner.input();
    }

    @Override
    public int classes() {
      return inner.classes();
    }

    @Override
    public Declaration declares() {
      return inner.declares();
    }

    @Override
    public Tensor predict(Tensor x, Draws draws) {
      return inner.predict(x, draws);
    }
  }
}
