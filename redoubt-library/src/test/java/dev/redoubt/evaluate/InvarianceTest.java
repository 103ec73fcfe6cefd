package dev.redoubt.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.Attack;
import dev.redoubt.attack.Pgd;
import dev.redoubt.attack.StepSize;
import dev.redoubt.attack.UniformNoise;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetInfo;
import dev.redoubt.data.DatasetView;
import dev.redoubt.data.FloatDataset;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.architecture.Mlp;
import dev.redoubt.nn.operator.Normalize;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Engine;
import dev.redoubt.tensor.RandomStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A sample's fate depends on nothing but the sample, the model and the plan's seed. */
class InvarianceTest {
  private static final InputSpec INPUT = new InputSpec(List.of(10), 0, 1);
  private static final Attack<?>[] CASCADE = {
    new UniformNoise(2), Pgd.of(4, new StepSize.OfEpsilon(.4), 2)
  };

  private static final NetworkModel MODEL =
      new NetworkModel(
          "random mlp",
          Network.create(
              new Mlp(List.of(16)).graph(List.of(10), 3, new Normalize(List.of(.5), List.of(.05))),
              5),
          INPUT,
          3);
  private static final Dataset DATA = data();
  private static final Evaluation REFERENCE = run(DATA, 100);

  /** 100 random points with the labels that the model gives them, every ninth another. */
  private static Dataset data() {
    float[] values = new float[1000];
    RandomStream.of(1, -1, "test").fillUniform(values, 0, values.length, 0, 1);
    int[] labels = new int[100];
    List<String> classes = List.of("a", "b", "c");
    DatasetInfo info = new DatasetInfo("random", "test", INPUT, classes);
    Evaluation clean = run(FloatDataset.of(info, labels, values), 100);
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (clean.outcomes().get(i).cleanPrediction() + (i % 9 == 0 ? 1 : 0)) % 3;
    }
    return FloatDataset.of(info, labels, values);
  }

  private static Evaluation run(Dataset data, int batchSize) {
    return Toys.evaluator(Toys.plan(.05, batchSize, CASCADE)).evaluate(MODEL, data, Journal.none());
  }

  private static Map<Long, String> fates(Evaluation evaluation) {
    return evaluation.outcomes().stream()
        .collect(
            Collectors.toMap(
                SampleOutcome::id, o -> o.status() + " " + o.attack() + " " + o.prediction()));
  }

  @BeforeAll
  static void allFatesOccur() {
    assertThat(Toys.statuses(REFERENCE).values()).contains(Status.values());
    assertThat(REFERENCE.attacks().get(0).broken()).isPositive();
    assertThat(REFERENCE.attacks().get(1).broken()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 64})
  void batchSizeChangesNothing(int batchSize) {
    assertThat(fates(run(DATA, batchSize))).isEqualTo(fates(REFERENCE));
  }

  @Test
  void workersChangeNothing() {
    Plan plan = Toys.plan(.05, 9, CASCADE);
    Evaluation alone =
        new Evaluator(plan, Device.CPU, (done, total, correct, robust) -> {})
            .evaluate(MODEL, DATA, Journal.none());
    List<Integer> told = new ArrayList<>();
    int threads = Engine.threads();
    Evaluation together =
        new Evaluator(plan, Device.CPU, (done, total, correct, robust) -> told.add(done), 3)
            .evaluate(MODEL, DATA, Journal.none());

    assertThat(together.outcomes()).isEqualTo(alone.outcomes());
    assertThat(told).hasSize(12).isSorted().endsWith(100);
    assertThat(Engine.threads()).isEqualTo(threads);
  }

  @Test
  void whatAWorkerThrowsIsThrown() {
    Evaluator evaluator =
        new Evaluator(
            Toys.plan(.05, 9, CASCADE),
            Device.CPU,
            (done, total, correct, robust) -> {
              throw new BadInputException("enough");
            },
            3);
    assertThatThrownBy(() -> evaluator.evaluate(MODEL, DATA, Journal.none()))
        .isInstanceOf(BadInputException.class)
        .hasMessage("enough");
  }

  @Test
  void orderChangesNothing() {
    int[] order = RandomStream.of(2, -1, "order").permutation(100);
    Evaluation permuted = run(DatasetView.select(DATA, order), 32);

    assertThat(fates(permuted)).isEqualTo(fates(REFERENCE));
    assertThat(permuted.outcomes().get(0).id()).isEqualTo(order[0]);
    assertThat(permuted.robustAccuracy()).isEqualTo(REFERENCE.robustAccuracy());
  }

  @Test
  void selectionChangesNothing() {
    int[] some = {3, 50, 51, 99};
    Map<Long, String> fates = fates(run(DatasetView.select(DATA, some), 100));

    assertThat(fates).hasSize(4);
    assertThat(fates(REFERENCE)).containsAllEntriesOf(fates);
  }
}
