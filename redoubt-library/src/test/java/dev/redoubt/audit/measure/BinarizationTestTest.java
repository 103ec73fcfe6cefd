package dev.redoubt.audit.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.Attack;
import dev.redoubt.attack.Candidates;
import dev.redoubt.attack.UniformNoise;
import dev.redoubt.attack.Victims;
import dev.redoubt.attack.apgd.Apgd;
import dev.redoubt.attack.apgd.Ascent;
import dev.redoubt.attack.square.Square;
import dev.redoubt.audit.fixture.Wrapper;
import dev.redoubt.audit.measure.BinarizationTest.Result;
import dev.redoubt.audit.remedy.IdentityStages;
import dev.redoubt.audit.remedy.StraightThroughOperators;
import dev.redoubt.data.Batch;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetInfo;
import dev.redoubt.data.FloatDataset;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.operator.Add;
import dev.redoubt.nn.operator.Constant;
import dev.redoubt.nn.operator.Linear;
import dev.redoubt.nn.operator.Multiply;
import dev.redoubt.nn.operator.Pointwise;
import dev.redoubt.nn.operator.Relu;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.testing.Withheld;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.ThreatModel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BinarizationTestTest {
  private static final int FEATURES = 40;
  private static final int WIDTH = 64;
  private static final int SAMPLES = 12;
  private static final InputSpec INPUT = new InputSpec(List.of(FEATURES), 0, 1);
  private static final ThreatModel LINF = ThreatModel.parse("linf:0.1");
  private static final BinarizationTest TEST = new BinarizationTest();
  private static final Attack<?> APGD = Apgd.ce(new Ascent(30, 1, 1, false));

  private static Dataset data() {
    DatasetInfo info = new DatasetInfo("drawn", "test", INPUT, List.of("a", "b", "c"));
    return FloatDataset.of(info, new int[SAMPLES], Victims.pixels(SAMPLES * FEATURES, 9));
  }

  private static NetworkModel model(Graph.Builder builder) {
    return new NetworkModel("net", Network.create(builder.build(), 4), INPUT, 3);
  }

  private static NetworkModel network() {
    return model(
        Graph.builder()
            .then("fc1", new Linear(FEATURES, 100))
            .then("relu1", new Relu())
            .then("fc2", new Linear(100, WIDTH))
            .then("relu2", new Relu())
            .then("fc3", new Linear(WIDTH, 3)));
  }

  private static int[] all() {
    return IntStream.range(0, SAMPLES).toArray();
  }

  private static Result run(Pipeline pipeline, Attack<?> attack, ThreatModel threat) {
    return run(pipeline, attack, threat, UnaryOperator.identity());
  }

  private static Result run(
      Pipeline pipeline, Attack<?> attack, ThreatModel threat, UnaryOperator<Pipeline> remedied) {
    return TEST.run(pipeline, data(), all(), threat, attack, 3, Device.CPU, remedied);
  }

  @ParameterizedTest
  @ValueSource(strings = {"linf:0.1", "l2:0.8"})
  void anHonestNetworkPassesAndChanceDoesNot(String threat) {
    Result result = run(Pipeline.of(network()), APGD, ThreatModel.parse(threat));
    assertThat(result.tests()).isEqualTo(SAMPLES);
    assertThat(result.separated()).isGreaterThanOrEqualTo(SAMPLES - 1);
    assertThat(result.found()).isEqualTo(result.separated());
    assertThat(result.foundAtRandom()).isLessThanOrEqualTo(1);
  }

  @Test
  void aWeakAttackFails() {
    Result result = run(Pipeline.of(network()), new UniformNoise(10), LINF);
    assertThat(result.found()).isLessThanOrEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = Wrapper.class,
      names = {"TEMPERATURE", "ONE_HOT"},
      mode = EnumSource.Mode.EXCLUDE)
  void ruinedGradientsFailUnlessTheyAreRemedied(Wrapper wrapper) {
    Pipeline wrapped = wrapper.around(network());
    Result ruined = run(wrapped, APGD, LINF);
    assertThat(ruined.separated()).isGreaterThanOrEqualTo(SAMPLES - 1);
    assertThat(ruined.found()).isLessThan(SAMPLES / 2);
    Result remedied =
        run(
            wrapped,
            APGD,
            LINF,
            binarized -> new IdentityStages().of(binarized, batch()).orElseThrow());
    assertThat(remedied.found()).isEqualTo(remedied.separated());
  }

  private static Batch batch() {
    return Batch.read(data(), all(), Device.CPU);
  }

  /** What stands in the network before its last layer hides gradients as well. */
  @Test
  void roundingInsideTheNetworkFailsUnlessItIsRemedied() {
    Graph.Builder builder = Graph.builder();
    builder.then("fc1", new Linear(FEATURES, 100)).then("relu1", new Relu());
    String factor = builder.last();
    String large = builder.add("large", new Constant(List.of(1L)));
    builder.add("scaled", new Multiply(), factor, large);
    builder
        .then("round", new Pointwise(Pointwise.Function.ROUND))
        .then("fc2", new Linear(100, WIDTH))
        .then("fc3", new Linear(WIDTH, 3));
    Map<String, float[]> values = new HashMap<>(Network.create(builder.build(), 4).values());
    values.put("large.value", new float[] {200});
    Pipeline pipeline =
        Pipeline.of(new NetworkModel("net", Network.of(builder.build(), values), INPUT, 3));
    assertThat(run(pipeline, APGD, LINF).found()).isLessThan(SAMPLES / 2);
    Result remedied =
        run(
            pipeline,
            APGD,
            LINF,
            binarized -> new StraightThroughOperators().of(binarized, batch()).orElseThrow());
    assertThat(remedied.separated()).isGreaterThanOrEqualTo(SAMPLES - 1);
    assertThat(remedied.found()).isGreaterThanOrEqualTo(remedied.separated() - 1);
  }

  /** A linear feature map: the plane is one between inputs, and its best corner known. */
  @Test
  void ofALinearMapTheSolutionIsKnown() {
    Scope.run(
        () -> {
          NetworkModel linear =
              model(
                  Graph.builder()
                      .then("map", new Linear(FEATURES, WIDTH, false))
                      .then("fc", new Linear(WIDTH, 3)));
          Pipeline pipeline = Pipeline.of(linear);
          LastLayer last = LastLayer.of(linear).orElseThrow();
          assertThat(last.width()).isEqualTo(WIDTH);
          assertThat(last.hidden()).isEqualTo("map");
          BinaryTask task = BinaryTask.of(TEST, pipeline, last, LINF, 3);
          assertThat(task.inner()).isEqualTo(31);
          Batch sample = batch().rows(4);
          Probe probe = task.prepared(sample).orElseThrow().probe();
          Pipeline binarized = task.binarized(Map.of(sample.ids()[0], probe));
          NetworkModel two = (NetworkModel) binarized.classifier();
          assertThat(two.classes()).isEqualTo(2);
          float[] map = Objects.requireNonNull(linear.network().values().get("map.weight"));
          float[] x = sample.inputs().floats();
          float[] corner = new float[FEATURES];
          double value = probe.offset();
          for (int i = 0; i < FEATURES; i++) {
            double slope = 0;
            for (int k = 0; k < WIDTH; k++) {
              slope += probe.weights()[k] * map[k * FEATURES + i];
            }
            corner[i] = (float) Math.min(1, Math.max(0, x[i] + .1 * Math.signum(slope)));
            value += slope * corner[i];
          }
          for (int k = 0; k < WIDTH; k++) {
            value -= probe.weights()[k] * probe.anchor()[k];
          }
          Tensor points = Tensors.of(corner, 1, FEATURES);
          double[] logits = two.logits(points, task.draws(sample, "test")).doubles();
          assertThat(logits[1] - logits[0]).isPositive().isCloseTo(value, within(1e-3));
          assertThat(two.predict(sample.inputs(), task.draws(sample, "test")).ints())
              .containsExactly(0);
          Result result = run(pipeline, APGD, LINF);
          assertThat(result.found()).isEqualTo(SAMPLES);
        });
  }

  @Test
  void nothingDependsOnTheOtherSamples() {
    Pipeline pipeline = Pipeline.of(network());
    Attack<?> attack = new Square(100);
    Result together = run(pipeline, attack, LINF);
    int found = 0;
    int atRandom = 0;
    for (int index : all()) {
      Result alone =
          TEST.run(
              pipeline,
              data(),
              new int[] {index},
              LINF,
              attack,
              3,
              Device.CPU,
              UnaryOperator.identity());
      found += alone.found();
      atRandom += alone.foundAtRandom();
    }
    assertThat(together.found()).isEqualTo(found).isPositive().isLessThan(SAMPLES);
    assertThat(together.foundAtRandom()).isEqualTo(atRandom);
  }

  /** What is proposed outside of the ball counts for nothing. */
  @Test
  void onlyPointsWithinTheBudgetCount() {
    assertThat(run(Pipeline.of(network()), new Cheating(), LINF).found()).isZero();
  }

  /** Twice as far as allowed. */
  private record Cheating() implements Attack<GradientModel> {
    @Override
    public String name() {
      return "cheating";
    }

    @Override
    public Map<String, Object> settings() {
      return Map.of();
    }

    @Override
    public Class<GradientModel> needs() {
      return GradientModel.class;
    }

    @Override
    public Candidates propose(
        GradientModel view, Batch batch, ThreatModel threat, Goal goal, Draws draws) {
      return Apgd.ce(new Ascent(30, 1, 1, false))
          .propose(view, batch, threat.withEpsilon(2 * threat.epsilon()), goal, draws);
    }
  }

  @Test
  void aBiasOfItsOwnAndSingleSamplesAreNoObstacle() {
    Graph.Builder builder = Graph.builder();
    builder.then("fc1", new Linear(FEATURES, WIDTH)).then("relu", new Relu());
    String product = builder.add("fc2", new Linear(WIDTH, 3, false), builder.last());
    String bias = builder.add("bias", new Constant(List.of(3L)));
    builder.add("sum", new Add(), product, bias);
    Graph graph = new Graph(builder.build().nodes(), true);
    NetworkModel single = new NetworkModel("net", Network.create(graph, 4), INPUT, 3);
    Result result = run(Pipeline.of(single), APGD, LINF);
    assertThat(result.separated()).isGreaterThanOrEqualTo(SAMPLES - 1);
    assertThat(result.found()).isEqualTo(result.separated());
  }

  @Test
  void whatCannotBeTestedIsSaid() {
    NetworkModel network = network();
    assertThat(BinarizationTest.obstacle(Pipeline.of(network))).isEmpty();
    assertThat(BinarizationTest.obstacle(Pipeline.of(Withheld.scores(network))))
        .hasValue("model net shows no last layer that could be replaced");
    Pipeline hot = Wrapper.ONE_HOT.around(network);
    assertThat(BinarizationTest.obstacle(hot)).hasValue("model net does not end in a linear layer");
    assertThat(BinarizationTest.obstacle(Pipeline.of(Victims.perceptron(5, 3, 1)))).isEmpty();
    NetworkModel narrow =
        model(
            Graph.builder()
                .then("fc1", new Linear(FEATURES, 5))
                .then("relu", new Relu())
                .then("fc2", new Linear(5, 3)));
    assertThat(BinarizationTest.obstacle(Pipeline.of(narrow)))
        .hasValue("the last layer of model net reads 5 features, too few for a probe");
    assertThatThrownBy(() -> run(hot, APGD, LINF))
        .isInstanceOf(BadInputException.class)
        .hasMessage("model net does not end in a linear layer");
    assertThatThrownBy(() -> run(Pipeline.of(network), Apgd.dlr(new Ascent(5, 1, 1, false)), LINF))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("classes");
    assertThatThrownBy(() -> new BinarizationTest(.05, 1, 10, 10))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("1.0");
    assertThatThrownBy(() -> new BinarizationTest(.05, .9, 0, 10))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("not 0 and 10");
  }
}
