package dev.redoubt.purify.trial;

import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetInfo;
import dev.redoubt.data.FloatDataset;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.Declaration.Backward;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.operator.Linear;
import dev.redoubt.nn.operator.Relu;
import dev.redoubt.pipeline.Purifier;
import dev.redoubt.pipeline.WeakerView;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.List;
import java.util.Map;

/**
 * A random stage that turns one value round and moves another: {@code z = (x0 + r, 1 - x1, x2 + ½)}
 * before a classifier that says class 0 where {@code 3 z0 + z1 + |z2 - ½| > 1½}. Of an Linf budget
 * of .1 an attacker gains .3 by the first value, .1 by the second if he knows that it is turned
 * round (else he loses it), and .1 by the third if he knows where it is (else he loses it): .1 who
 * attacks the bare classifier, .3 by BPDA, .5 along the full gradient.
 *
 * @param chance that {@code r} is -1, which always makes class 1; else it is 0
 */
record Mirror(double chance) implements Purifier {
  static final InputSpec INPUT = new InputSpec(List.of(3), 0, 1);

  /** What {@code 3 z0 + z1 + |z2 - ½|} exceeds 1½ by, without an attack. */
  private static final double[] LEADS = {
    .05, .05, .05, .2, .2, .4, .4, .4, .4, .6, -.15,
  };

  static final NetworkModel MODEL = model();

  private static NetworkModel model() {
    Graph graph =
        Graph.builder()
            .then("parts", new Linear(3, 4))
            .then("relu", new Relu())
            .then("sum", new Linear(4, 2))
            .build();
    Map<String, float[]> weights =
        Map.of(
            "parts.weight", new float[] {1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, -1},
            "parts.bias", new float[] {0, 0, -.5f, .5f},
            "sum.weight", new float[] {30, 10, 10, 10, 0, 0, 0, 0},
            "sum.bias", new float[] {-15, 0});
    return new NetworkModel("mirror", Network.of(graph, weights), INPUT, 2);
  }

  /** Samples of class 0: three that .1 turns, two that .3 does, four that .5 does, and others. */
  static Dataset samples() {
    float[] values = new float[3 * LEADS.length];
    for (int i = 0; i < LEADS.length; i++) {
      values[3 * i] = (float) ((LEADS[i] + .75) / 3);
      values[3 * i + 1] = .5f;
      values[3 * i + 2] = .25f;
    }
    return FloatDataset.of(
        new DatasetInfo("mirror", "test", INPUT, List.of("0", "1")), new int[LEADS.length], values);
  }

  @Override
  public String name() {
    return "mirror";
  }

  @Override
  public InputSpec takes() {
    return INPUT;
  }

  @Override
  public Tensor apply(Tensor x, Draws draws) {
    float[] moves = new float[3 * x.rows()];
    for (int row = 0; row < x.rows(); row++) {
      moves[3 * row] = draws.stream(row).uniform() < chance ? -1 : 0;
      moves[3 * row + 1] = 1;
      moves[3 * row + 2] = .5f;
    }
    Tensor signs = Tensors.of(new float[] {1, -1, 1}, 1, 3);
    return x.times(signs).plus(Layout.reshape(Tensors.of(moves, x.rows(), 3), x.rows(), 3));
  }

  @Override
  public Declaration declares() {
    return new Declaration(new Backward.Exact(), true);
  }

  @Override
  public List<WeakerView> weaker() {
    return List.of(new WeakerView("bpda", Backward.Surrogate.identity()));
  }
}
