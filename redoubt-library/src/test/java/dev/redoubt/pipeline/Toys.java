package dev.redoubt.pipeline;

import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.Declaration.Backward;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.model.Observation;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.operator.Linear;
import dev.redoubt.nn.operator.Pointwise;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/** Stages and classifiers on a few features. */
final class Toys {
  static final int FEATURES = 5;
  static final int CLASSES = 3;
  static final InputSpec INPUT = new InputSpec(List.of(FEATURES), 0, 1);
  static final Backward EXACT = new Backward.Exact();

  private Toys() {}

  /** A smooth classifier whose probabilities are far from equal. */
  static NetworkModel smooth() {
    Graph graph =
        Graph.builder()
            .then("fc1", new Linear(FEATURES, 6))
            .then("tanh", new Pointwise(Pointwise.Function.TANH))
            .then("fc2", new Linear(6, CLASSES))
            .build();
    Map<String, float[]> weights = new HashMap<>(Network.create(graph, 3).values());
    for (float[] values : weights.values()) {
      for (int i = 0; i < values.length; i++) {
        values[i] *= 4;
      }
    }
    return new NetworkModel("smooth", Network.of(graph, weights), INPUT, CLASSES);
  }

  /** Values between .05 and .95, none of them near a multiple of .1. */
  static float[] points(int rows) {
    float[] values = new float[rows * FEATURES];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i * 7 % 9 + 0.63f) / 10;
    }
    return values;
  }

  /** Some ids that are not in order. */
  static Draws draws(int rows) {
    long[] ids = new long[rows];
    for (int i = 0; i < rows; i++) {
      ids[i] = (i * 7919L + 11) % 1_000_003;
    }
    return new Draws(5, ids, "toys");
  }

  /** A deterministic change. */
  static Purifier purifier(
      String name, InputSpec takes, Backward backward, UnaryOperator<Tensor> f) {
    return new Change(
        name, takes, takes, new Declaration(backward, false), (x, draws) -> f.apply(x));
  }

  /** A change of inputs. */
  record Change(
      String name,
      InputSpec takes,
      InputSpec gives,
      Declaration declares,
      Declaration.Substitute change)
      implements Purifier {
    @Override
    public Tensor apply(Tensor x, Draws draws) {
      return change.apply(x, draws);
    }
  }

  /** Copies that are changed together. */
  record Copies(
      int copies, Combination combination, Declaration declares, Declaration.Substitute change)
      implements Ensemble {
    @Override
    public String name() {
      return "copies";
    }

    @Override
    public InputSpec takes() {
      return INPUT;
    }

    @Override
    public Tensor changed(Tensor x, Draws draws) {
      return change.apply(x, draws);
    }

    /** With Gaussian noise of deviation .3 on each. */
    static Copies noisy(int copies, Combination combination) {
      return new Copies(
          copies,
          combination,
          new Declaration(EXACT, true),
          (x, draws) -> {
            Tensor all = Layout.copies(x, copies);
            return all.plus(0.3, draws.copies(copies).gaussianLike(all));
          });
    }
  }

  /** A detector with a score of its own; the rest of the pipeline is handed to it as well. */
  record Alarm(
      InputSpec takes,
      double threshold,
      Backward backward,
      BinaryOperator<Tensor> scoreOfInputAndLogits)
      implements Detector {
    @Override
    public String name() {
      return "alarm";
    }

    @Override
    public Declaration declares() {
      return new Declaration(backward, false, true);
    }

    @Override
    public Tensor score(Observation seen, Rest rest, Tensor x, Draws draws) {
      return scoreOfInputAndLogits.apply(x, seen.logits());
    }
  }
}
