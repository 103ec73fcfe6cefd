package dev.redoubt.model.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.model.spec.Inequality.Term;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.architecture.Mlp;
import dev.redoubt.nn.operator.Linear;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.RandomStream;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A network under a specification as a classifier. */
class SpecificationModelTest {
  private static final InputSpec ANYTHING = new InputSpec(List.of(2), -1e30, 1e30);
  private static final InputBox BOX = new InputBox(new double[] {-1, 2}, new double[] {3, 2.5});

  /** Y_0 = X_0 + 10 X_1, Y_1 = -2 X_0 + 1, Y_2 = X_1. */
  private static NetworkModel linear() {
    Graph graph = Graph.builder().then("fc", new Linear(2, 3)).build();
    float[] weight = {1, 10, -2, 0, 0, 1};
    return new NetworkModel(
        "linear",
        Network.of(graph, Map.of("fc.weight", weight, "fc.bias", new float[] {0, 1, 0})),
        ANYTHING,
        3);
  }

  private static Inequality atMost(double bound, double... coefficients) {
    List<Term> terms = new ArrayList<>();
    for (int i = 0; i < coefficients.length; i++) {
      if (coefficients[i] != 0) {
        terms.add(new Term(i, coefficients[i]));
      }
    }
    return new Inequality(terms, bound);
  }

  private static double[] logits(GradientModel model, float... u) {
    int rows = u.length / model.input().features();
    return Scope.value(
        () ->
            model
                .logits(
                    Tensors.of(u, rows, model.input().features()),
                    new Draws(0, new long[rows], "test"))
                .doubles());
  }

  /** At u = (1/4, 1): X = (0, 2.5), Y = (25, 1, 2.5). */
  @Test
  void logitsAreTheLeastSlacks() {
    UnsafeCase one = new UnsafeCase(BOX, List.of(atMost(0, 1, -1)));
    UnsafeCase both = new UnsafeCase(BOX, List.of(atMost(30, 1), atMost(4, 0, 2, 1)));
    SpecificationModel model =
        SpecificationModel.of(linear(), new Specification(2, 3, List.of(one, both))).get(0);

    assertThat(model.classes()).isEqualTo(3);
    assertThat(logits(model, .25f, 1)).containsExactly(0, -24, -.5);
    assertThat(logits(model, .25f, 1, 0, 0)) // X = (-1, 2), Y = (19, 3, 2)
        .containsExactly(0, -24, -.5, 0, -16, -4);
    assertThat(model.point(new float[] {.25f, 1})).containsExactly(0, 2.5f);
    assertThat(model.outputs(new float[] {.25f, 1})).containsExactly(25, 1, 2.5);
  }

  @Test
  void casesOfOneBoxAreOneModel() {
    InputBox other = new InputBox(new double[] {0, 0}, new double[] {1, 1});
    InputBox again = new InputBox(new double[] {-1, 2}, new double[] {3, 2.5});
    Specification spec =
        new Specification(
            2,
            3,
            List.of(
                new UnsafeCase(BOX, List.of(atMost(1, 1))),
                new UnsafeCase(other, List.of(atMost(2, 1))),
                new UnsafeCase(again, List.of(atMost(3, 1)))));
    List<SpecificationModel> models = SpecificationModel.of(linear(), spec);

    assertThat(models).extracting(SpecificationModel::classes).containsExactly(3, 2);
    assertThat(models.get(0).cases())
        .extracting(one -> one.conditions().get(0).bound())
        .containsExactly(1.0, 3.0);
    assertThat(models.get(1).middle().classes()).containsExactly("holds", "case 1");
  }

  @Test
  void tieGoesToHolds() {
    UnsafeCase tie = new UnsafeCase(BOX, List.of(atMost(25, 1)));
    SpecificationModel model =
        SpecificationModel.of(linear(), new Specification(2, 3, List.of(tie))).get(0);
    int prediction =
        Scope.value(
            () ->
                model.predict(
                        Tensors.of(new float[] {.25f, 1}, 1, 2), new Draws(0, new long[1], "test"))
                    .ints()[0]);

    assertThat(logits(model, .25f, 1)).containsExactly(0, 0);
    assertThat(prediction).isZero();
  }

  @Test
  void middleIsTheSample() {
    UnsafeCase one = new UnsafeCase(BOX, List.of(atMost(0, 1)));
    SpecificationModel model =
        SpecificationModel.of(linear(), new Specification(2, 3, List.of(one))).get(0);
    float[] u = new float[2];
    model.middle().read(0, u, 0);

    assertThat(model.middle().label(0)).isZero();
    assertThat(model.point(u)).containsExactly(1, 2.25f);
    assertThat(model.atLevel(.25).point(u)[0]).isBetween(-1f, 0f);
    assertThat(SpecificationModel.THREAT.text()).isEqualTo("linf:0.5");
  }

  /** The classifier's answer is that of plain arithmetic on the same input and outputs. */
  @Test
  void predictionIsThePlainCheck() {
    NetworkModel network = perceptron();
    Specification spec = random(network);
    RandomStream stream = RandomStream.of(3, -1, "points");
    int violations = 0;
    for (SpecificationModel model : SpecificationModel.of(network, spec)) {
      for (int i = 0; i < 200; i++) {
        float[] u = new float[4];
        stream.fillUniform(u, 0, 4, 0, 1);
        double[] logits = logits(model, u);
        double[] x = model.exactPoint(u);
        double[] y = model.outputs(u);
        double best = 0;
        for (int k = 1; k < logits.length; k++) {
          double plain = model.cases().get(k - 1).slack(y);
          assertThat(logits[k]).isCloseTo(plain, within(1e-5));
          best = Math.max(best, logits[k]);
        }
        if (Math.abs(best) > 1e-5 || best == 0) {
          assertThat(spec.isViolatedBy(x, y)).isEqualTo(best > 0);
        }
        violations += best > 0 ? 1 : 0;
      }
    }
    assertThat(violations).isBetween(40, 360);
  }

  @Test
  void gradientIsThatOfDifferences() {
    NetworkModel network = perceptron();
    SpecificationModel model = SpecificationModel.of(network, random(network)).get(0).atLevel(.3);
    RandomStream stream = RandomStream.of(4, -1, "points");
    int compared = 0;
    for (int i = 0; i < 40; i++) {
      float[] u = new float[4];
      stream.fillUniform(u, 0, 4, .05, .65);
      double[] gradient = gradient(model, u, 1);
      for (int j = 0; j < 4; j++) {
        float h = 1f / 1024;
        double left = (logits(model, u)[1] - logits(model, moved(u, j, -h))[1]) / h;
        double right = (logits(model, moved(u, j, h))[1] - logits(model, u)[1]) / h;
        if (Math.abs(right - left) < 1e-3) { // not at a kink
          assertThat(gradient[j]).isCloseTo((left + right) / 2, within(2e-3));
          compared++;
        }
      }
    }
    assertThat(compared).isGreaterThan(120);
  }

  private static float[] moved(float[] u, int j, float by) {
    float[] moved = u.clone();
    moved[j] += by;
    return moved;
  }

  private static double[] gradient(SpecificationModel model, float[] u, int k) {
    return Scope.value(
        () -> {
          Tensor x = Autograd.variable(Tensors.of(u, 1, u.length));
          Tensor logits = model.logitsOnTape(x, new Draws(0, new long[1], "test"));
          return model.gradient(Reductions.sum(Layout.columns(logits, k, k + 1)), x).doubles();
        });
  }

  @Test
  void twinComputesAtTheSamePoint() {
    NetworkModel network = perceptron();
    SpecificationModel model = SpecificationModel.of(network, random(network)).get(0);
    SpecificationModel twin = (SpecificationModel) model.inDoublePrecision().orElseThrow();
    float[] u = {.1f, .7f, .3f, .9f};
    double[] exact = {u[0], u[1], u[2], u[3]};
    double[] precise =
        Scope.value(
            () ->
                twin.logits(Tensors.of(exact, 1, 4), new Draws(0, new long[1], "test")).doubles());

    assertThat(precise).containsExactly(logits(model, u), within(1e-5));
    assertThat(precise[1]).isNotEqualTo((float) precise[1]);
    assertThat(twin.point(u)).isEqualTo(model.point(u));
    assertThat(model.isFragile(u)).isEqualTo(precise[1] <= 0 && precise[2] <= 0);
  }

  @Test
  void refusesOtherSizes() {
    UnsafeCase one = new UnsafeCase(BOX, List.of(atMost(0, 1)));
    assertThatThrownBy(() -> SpecificationModel.of(linear(), new Specification(2, 4, List.of(one))))
        .isInstanceOf(BadInputException.class)
        .hasMessage("model linear has 2 inputs and 3 outputs, but the specification 2 and 4");
  }

  private static NetworkModel perceptron() {
    Graph graph = new Mlp(List.of(16, 16)).graph(List.of(4), 3, null);
    InputSpec input = new InputSpec(List.of(4), -1e30, 1e30);
    return new NetworkModel("mlp", Network.create(graph, 5), input, 3);
  }

  /** Two cases of random conditions in one box, with the middle on their edge. */
  private static Specification random(NetworkModel network) {
    InputBox box = new InputBox(new double[] {-1, -.3, 0.1, -2}, new double[] {2, .7, 0.9, -1.5});
    List<UnsafeCase> cases = new ArrayList<>();
    double[] y =
        Scope.value(
            () ->
                network
                    .logits(
                        Tensors.of(new float[] {.5f, .2f, .5f, -1.75f}, 1, 4),
                        new Draws(0, new long[1], "test"))
                    .doubles());
    cases.add(new UnsafeCase(box, List.of(atMost(y[0] - y[1], 1, -1))));
    cases.add(
        new UnsafeCase(box, List.of(atMost(2 * y[2] - y[0], -1, 0, 2), atMost(y[1] + .1, 0, 1))));
    return new Specification(4, 3, cases);
  }
}
