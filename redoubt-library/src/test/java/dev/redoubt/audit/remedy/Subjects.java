package dev.redoubt.audit.remedy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.attack.Victims;
import dev.redoubt.data.Batch;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.DoublePrecision;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.model.Observation;
import dev.redoubt.model.ScoreModel;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.operator.Linear;
import dev.redoubt.nn.operator.Pointwise;
import dev.redoubt.pipeline.Detector;
import dev.redoubt.pipeline.Ensemble;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.pipeline.Purifier;
import dev.redoubt.pipeline.Rest;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.testing.FiniteDifferences;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What remedies are tried on, and what holds after each of them. */
final class Subjects {
  static final int FEATURES = 5;
  static final int CLASSES = 3;
  static final int ROWS = 4;
  static final InputSpec INPUT = new InputSpec(List.of(FEATURES), 0, 1);

  private Subjects() {}

  /** A smooth network, with more nodes at its end. */
  static NetworkModel smooth(Consumer<Graph.Builder> end) {
    return smooth(end, Map.of());
  }

  /** The same with the weights of the nodes at its end. */
  static NetworkModel smooth(Consumer<Graph.Builder> end, Map<String, float[]> more) {
    Graph.Builder builder =
        Graph.builder()
            .then("fc1", new Linear(FEATURES, 6))
            .then("tanh", new Pointwise(Pointwise.Function.TANH))
            .then("fc2", new Linear(6, CLASSES));
    Map<String, float[]> weights = new HashMap<>(Network.create(builder.build(), 3).values());
    weights
        .values()
        .forEach(
            values -> {
              for (int i = 0; i < values.length; i++) {
                values[i] *= 4;
              }
            });
    end.accept(builder);
    weights.putAll(more);
    return new NetworkModel("smooth", Network.of(builder.build(), weights), INPUT, CLASSES);
  }

  /** The smooth network itself. */
  static NetworkModel smooth() {
    return smooth(end -> {});
  }

  /** Some samples that are not near a multiple of .1. */
  static Batch batch() {
    float[] values = new float[ROWS * FEATURES];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i * 7 % 9 + 0.63f) / 10;
    }
    return Victims.batch(values, new int[ROWS]);
  }

  static Draws draws(Batch batch) {
    return batch.draws(5, "subjects");
  }

  static GradientModel view(Pipeline pipeline) {
    return (GradientModel) pipeline.adaptive(1);
  }

  /** Weights of the logits in the scalar that is differentiated. */
  static double[] coefficients(int rows) {
    double[] values = new double[rows * CLASSES];
    Arrays.setAll(values, i -> Math.cos(2 * (i % CLASSES) + .3));
    return values;
  }

  /** The derivative of a weighted sum of the logits. */
  static double[] gradient(GradientModel view, Tensor x, Draws draws) {
    Tensor leaf = Autograd.variable(x);
    Tensor value =
        FiniteDifferences.weighted(view.logitsOnTape(leaf, draws), coefficients(x.rows()));
    return view.gradient(value, leaf).doubles();
  }

  static double[] gradient(Pipeline pipeline) {
    Batch batch = batch();
    return gradient(view(pipeline), batch.inputs(), draws(batch));
  }

  /** The values on the tape. */
  static double[] onTape(Pipeline pipeline) {
    Batch batch = batch();
    return view(pipeline).logitsOnTape(Autograd.variable(batch.inputs()), draws(batch)).doubles();
  }

  static double[] deployed(Pipeline pipeline) {
    Batch batch = batch();
    return ((ScoreModel) pipeline.deployed()).logits(batch.inputs(), draws(batch)).doubles();
  }

  /** Whoever judges sees no difference, in fp32 and in fp64. */
  static void judgeAlike(Pipeline remedied, Pipeline original) {
    Batch batch = batch();
    Draws draws = draws(batch);
    assertThat(deployed(remedied)).containsExactly(deployed(original));
    assertThat(remedied.deployed().predict(batch.inputs(), draws).ints())
        .containsExactly(original.deployed().predict(batch.inputs(), draws).ints());
    assertThat(twin(remedied)).isEqualTo(twin(original));
    assertThat(remedied.rejects()).isEqualTo(original.rejects());
    assertThat(remedied.input()).isEqualTo(original.input());
  }

  private static Optional<String> twin(Pipeline pipeline) {
    Batch batch = batch();
    return pipeline.deployed() instanceof DoublePrecision single
        ? single
            .inDoublePrecision()
            .map(
                twin -> {
                  Tensor x = batch.inputs().to(DType.FLOAT64);
                  return twin instanceof ScoreModel scores
                      ? Arrays.toString(scores.logits(x, draws(batch)).doubles())
                      : Arrays.toString(twin.predict(x, draws(batch)).ints());
                })
        : Optional.empty();
  }

  /** A row has the same gradient alone as in the batch, up to rounding. */
  static void rowsAreTheirOwn(Pipeline pipeline) {
    Batch batch = batch();
    double[] together = gradient(pipeline);
    double[] alone = gradient(view(pipeline), Layout.row(batch.inputs(), 2), draws(batch).rows(2));
    for (int i = 0; i < FEATURES; i++) {
      assertThat(alone[i])
          .isCloseTo(together[2 * FEATURES + i], within(1e-5 * (1 + Math.abs(alone[i]))));
    }
  }

  /** A deterministic change. */
  record Change(String name, InputSpec gives, Declaration declares, Declaration.Substitute change)
      implements Purifier {
    @Override
    public InputSpec takes() {
      return INPUT;
    }

    @Override
    public Tensor apply(Tensor x, Draws draws) {
      return change.apply(x, draws);
    }
  }

  /** Steps of 1/97, whose derivative is zero. */
  static Change steps(Declaration.Backward backward) {
    return new Change(
        "steps",
        INPUT,
        new Declaration(backward, false),
        (x, draws) -> Elementwise.floor(x.times(97)).dividedBy(97));
  }

  /** Noisy copies, rounded. */
  record Copies(int copies) implements Ensemble {
    @Override
    public String name() {
      return "copies";
    }

    @Override
    public InputSpec takes() {
      return INPUT;
    }

    @Override
    public Ensemble withCopies(int number) {
      return new Copies(number);
    }

    @Override
    public Declaration declares() {
      return new Declaration(new Declaration.Backward.None(), true);
    }

    @Override
    public Tensor changed(Tensor x, Draws draws) {
      Tensor all = Layout.copies(x, copies);
      Tensor noise = draws.copies(copies).gaussianLike(all);
      return Elementwise.round(all.plus(.1, noise).times(50)).dividedBy(50);
    }

    @Override
    public Combination combination() {
      return Combination.MEAN_PROBABILITY;
    }
  }

  /** Rejects by the logits and a layer. */
  record Alarm() implements Detector {
    @Override
    public String name() {
      return "alarm";
    }

    @Override
    public InputSpec takes() {
      return INPUT;
    }

    @Override
    public Declaration declares() {
      return new Declaration(new Declaration.Backward.Exact(), false, true);
    }

    @Override
    public Set<String> layers() {
      return Set.of("tanh");
    }

    @Override
    public double threshold() {
      return .4;
    }

    @Override
    public Tensor score(Observation seen, Rest rest, Tensor x, Draws draws) {
      return Reductions.sumPerSample(seen.feature("tanh").times(seen.feature("tanh")))
          .plus(Layout.reshape(Layout.columns(seen.logits(), 0, 1), -1));
    }
  }
}
