package dev.redoubt.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.Pgd;
import dev.redoubt.attack.StepSize;
import dev.redoubt.attack.fab.Fab;
import dev.redoubt.data.Batch;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetInfo;
import dev.redoubt.data.FloatDataset;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.model.blackbox.BlackBox;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.operator.Linear;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.RandomStream;
import dev.redoubt.tensor.Scope;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.Linf;
import dev.redoubt.threat.ThreatModel;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the attacker wants, and that nothing less counts. */
class TargetingTest {
  private static final int CLASSES = 4;
  private static final InputSpec INPUT = new InputSpec(List.of(5), 0, 1);
  private static final NetworkModel MODEL =
      new NetworkModel(
          "linear",
          Network.create(Graph.builder().then("fc", new Linear(5, CLASSES)).build(), 4),
          INPUT,
          CLASSES);
  private static final Dataset DATA = labelled();

  /** 30 random points with the labels that the model gives them. */
  private static Dataset labelled() {
    float[] values = new float[30 * 5];
    RandomStream.of(1, -1, "points").fillUniform(values, 0, values.length, 0, 1);
    List<String> names = List.of("a", "b", "c", "d");
    DatasetInfo info = new DatasetInfo("points", "test", INPUT, names);
    Dataset unknown = FloatDataset.of(info, new int[30], values);
    int[] labels =
        Scope.value(
            () -> {
              Batch batch = all(unknown);
              return MODEL.predict(batch.inputs(), batch.draws(0, "")).ints();
            });
    return FloatDataset.of(info, labels, values);
  }

  private static Batch all(Dataset data) {
    return Batch.read(data, IntStream.range(0, data.size()).toArray(), Device.CPU);
  }

  private static Plan plan(Targeting targeting, int batchSize) {
    return new Plan(
            new ThreatModel(new Linf(), .9),
            List.of(Pgd.of(20, new StepSize.OfEpsilon(.1), 1), new Fab(30, 1)),
            List.of(),
            0,
            batchSize,
            5)
        .withTargeting(targeting);
  }

  private static int[] targets(Targeting targeting, int turn, int... rows) {
    return Scope.value(
        () -> {
          Goal goal = targeting.goal(turn, MODEL, all(DATA).rows(rows), 9);
          return ((Goal.Targeted) goal).targets();
        });
  }

  private static final int[] ROWS = IntStream.range(0, 30).toArray();

  @Test
  void leastLikelyIsTheLowestLogit() {
    int[] targets = targets(new Targeting.LeastLikely(), 0, ROWS);
    double[] logits =
        Scope.value(() -> MODEL.logits(all(DATA).inputs(), all(DATA).draws(0, "")).doubles());
    for (int row : ROWS) {
      double lowest = logits[row * CLASSES + targets[row]];
      for (int k = 0; k < CLASSES; k++) {
        assertThat(lowest).isLessThanOrEqualTo(logits[row * CLASSES + k]);
      }
    }
  }

  @Test
  void randomOnesAreAnyOtherClassAndKeyedByTheSample() {
    int[] targets = targets(new Targeting.RandomClass(), 0, ROWS);
    Set<Integer> seen = new HashSet<>();
    for (int row : ROWS) {
      assertThat(targets[row]).isNotEqualTo(DATA.label(row)).isBetween(0, CLASSES - 1);
      seen.add(targets[row]);
    }
    assertThat(seen).hasSize(CLASSES);
    assertThat(targets(new Targeting.RandomClass(), 0, 7, 3))
        .containsExactly(targets[7], targets[3]);
  }

  @Test
  void allAreEveryOtherClassOnce() {
    Targeting all = new Targeting.All();
    assertThat(all.turns(CLASSES)).isEqualTo(3);
    for (int row : ROWS) {
      Set<Integer> seen = new HashSet<>(List.of(DATA.label(row)));
      for (int turn = 0; turn < 3; turn++) {
        seen.add(targets(all, turn, row)[0]);
      }
      assertThat(seen).containsExactlyInAnyOrder(0, 1, 2, 3);
    }
  }

  @Test
  void aSampleIsBrokenOnlyByItsTarget() {
    int[] random = IntStream.of(ROWS).map(row -> (DATA.label(row) + 2) % CLASSES).toArray();
    Map<Long, Integer> given = new HashMap<>();
    IntStream.of(ROWS).forEach(row -> given.put((long) row, random[row]));
    Evaluation evaluation =
        Toys.evaluator(plan(new Targeting.Given(given), 8)).evaluate(MODEL, DATA, Journal.none());

    assertThat(evaluation.robustAccuracy()).isBetween(.01, .99);
    for (SampleOutcome outcome : evaluation.outcomes()) {
      if (outcome.status() == Status.BROKEN) {
        assertThat(outcome.prediction()).isEqualTo(random[(int) outcome.id()]);
      }
    }
    double untargeted = accuracy(Targeting.untargeted());
    double best = accuracy(new Targeting.All());
    assertThat(evaluation.robustAccuracy()).isGreaterThan(untargeted);
    assertThat(best).isBetween(untargeted, evaluation.robustAccuracy());
    assertThat(accuracy(new Targeting.LeastLikely())).isGreaterThanOrEqualTo(best);
  }

  private static double accuracy(Targeting targeting) {
    return Toys.evaluator(plan(targeting, 8))
        .evaluate(MODEL, DATA, Journal.none())
        .robustAccuracy();
  }

  @Test
  void whatIsFoundDoesNotDependOnBatches() {
    for (Targeting targeting : List.of(new Targeting.RandomClass(), new Targeting.All())) {
      Evaluation one = Toys.evaluator(plan(targeting, 30)).evaluate(MODEL, DATA, Journal.none());
      Evaluation other = Toys.evaluator(plan(targeting, 4)).evaluate(MODEL, DATA, Journal.none());
      assertThat(Toys.statuses(one)).isEqualTo(Toys.statuses(other));
    }
  }

  @Test
  void aTargetThatIsTheLabelIsRefused() {
    int label = DATA.label(0);
    refused(new Targeting.OneClass(label), "sample 0 has the label " + label + ", which is its");
    refused(new Targeting.OneClass(9), "target 9", "which has 4");
    Map<Long, Integer> given = new HashMap<>();
    IntStream.of(ROWS).forEach(row -> given.put((long) row, (DATA.label(row) + 1) % CLASSES));
    given.put(17L, DATA.label(17));
    refused(new Targeting.Given(given), "sample 17 has the label");
    given.remove(17L);
    refused(new Targeting.Given(given), "no target is given for sample 17");
  }

  @Test
  void leastLikelyNeedsScores() {
    assertThat(
            new Targeting.LeastLikely()
                .refuses(new BlackBox("box", INPUT, 4).labels(rows -> new int[rows.length])))
        .hasValueSatisfying(sentence -> assertThat(sentence).contains("needs scores", "random"));
  }

  private static void refused(Targeting targeting, String... words) {
    assertThatThrownBy(
            () -> Toys.evaluator(plan(targeting, 8)).evaluate(MODEL, DATA, Journal.none()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll(words);
  }
}
