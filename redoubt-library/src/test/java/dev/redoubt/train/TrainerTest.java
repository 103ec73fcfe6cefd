package dev.redoubt.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetInfo;
import dev.redoubt.data.DatasetView;
import dev.redoubt.data.FloatDataset;
import dev.redoubt.data.InputSpec;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Network;
import dev.redoubt.tensor.Optimizer;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.train.objective.StandardTraining;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the training loop shows its objective, and what it makes of the loss. */
class TrainerTest {
  private static final Dataset DATA = TinyTask.images(50, 1);

  private static Map<String, float[]> weights(Recipe recipe) {
    return TinyTask.trainer(recipe).train(DATA, TinyTask.residual(), null).network().values();
  }

  private static Recipe recipe(
      Objective objective, int epochs, double warmup, double clip, int heldOut, double rate) {
    return new Recipe(
        objective,
        TinyTask.descent(rate),
        new Schedule.Constant(),
        epochs,
        16,
        warmup,
        clip,
        List.of(),
        heldOut,
        3);
  }

  @Test
  void seedDecidesTheWeights() {
    Optimizer.Settings adam = new Optimizer.AdamStyle(.01, 0, false);
    Map<String, float[]> one = weights(TinyTask.recipe(new StandardTraining(), adam, 2, 3));
    Map<String, float[]> same = weights(TinyTask.recipe(new StandardTraining(), adam, 2, 3));
    Map<String, float[]> other = weights(TinyTask.recipe(new StandardTraining(), adam, 2, 4));

    one.forEach((name, values) -> assertThat(same.get(name)).as(name).isEqualTo(values));
    assertThat(other.get("fc.weight")).isNotEqualTo(one.get("fc.weight"));
  }

  @Test
  void learnsATaskThatIsEasy() {
    Recipe recipe = recipe(new StandardTraining(), 20, 0, 0, 10, .5);
    List<EpochSummary> history =
        TinyTask.trainer(recipe).train(DATA, TinyTask.linear(), null).history();

    assertThat(history.get(19).loss()).isLessThan(.5 * history.get(0).loss());
    assertThat(history.get(19).cleanAccuracy()).isGreaterThanOrEqualTo(.9);
    assertThat(history.get(19).robustAccuracy()).isNaN();
    assertThat(history.stream().map(EpochSummary::epoch))
        .containsExactlyElementsOf(IntStream.rangeClosed(1, 20).boxed().toList());
  }

  @Test
  void everyTrainingSampleIsSeenOnceAnEpochAndHeldOutOnesNever() {
    RecordingObjective seen = new RecordingObjective();
    TinyTask.trainer(recipe(seen, 3, 0, 0, 10, .1)).train(DATA, TinyTask.linear(), null);

    assertThat(seen.batches().stream().map(List::size))
        .containsExactly(16, 16, 8, 16, 16, 8, 16, 16, 8);
    Set<List<Long>> orders = new HashSet<>();
    Set<Long> all = new HashSet<>();
    for (int epoch = 0; epoch < 3; epoch++) {
      List<Long> ids =
          seen.batches().subList(3 * epoch, 3 * epoch + 3).stream().flatMap(List::stream).toList();
      assertThat(ids).hasSize(40).doesNotHaveDuplicates();
      orders.add(ids);
      all.addAll(ids);
    }
    assertThat(orders).as("each epoch has an order of its own").hasSize(3);
    assertThat(all).as("the held-out samples stay the same").hasSize(40);
  }

  @Test
  void batchesHoldTheSamplesOfTheirIds() {
    RecordingObjective seen = new RecordingObjective();
    TinyTask.trainer(recipe(seen, 1, 0, 0, 0, .1)).train(DATA, TinyTask.linear(), null);
    float[] expected = new float[36];
    DATA.read(Math.toIntExact(seen.batches().get(1).get(4)), expected, 0);

    assertThat(Arrays.copyOfRange(seen.pixels().get(1), 4 * 36, 5 * 36)).isEqualTo(expected);
  }

  @Test
  void budgetWarmsUpLinearly() {
    RecordingObjective seen = new RecordingObjective();
    TinyTask.trainer(recipe(seen, 3, 1.5, 0, 10, .1)).train(DATA, TinyTask.linear(), null);

    List<Double> expected =
        IntStream.rangeClosed(1, 9).mapToObj(step -> Math.min(1, step / 3.0 / 1.5)).toList();
    for (int i = 0; i < 9; i++) {
      assertThat(seen.factors().get(i)).isCloseTo(expected.get(i), within(1e-12));
    }
    RecordingObjective cold = new RecordingObjective();
    TinyTask.trainer(recipe(cold, 1, 0, 0, 0, .1)).train(DATA, TinyTask.linear(), null);
    assertThat(cold.factors()).containsOnly(1.0);
  }

  @Test
  void scheduleSetsTheRateOfEachStep() {
    Recipe recipe =
        new Recipe(
            new StandardTraining(),
            TinyTask.descent(.1),
            new Schedule.Piecewise(List.of(.5), 0),
            2,
            16,
            0,
            0,
            List.of(),
            0,
            3);
    Recipe half = recipe(new StandardTraining(), 1, 0, 0, 0, .1);
    Trainer.Result whole = TinyTask.trainer(recipe).train(DATA, TinyTask.linear(), null);
    Trainer.Result first = TinyTask.trainer(half).train(DATA, TinyTask.linear(), null);

    assertThat(whole.history().stream().map(EpochSummary::learningRate)).containsExactly(.1, 0.0);
    assertThat(whole.network().values().get("fc.weight"))
        .isEqualTo(first.network().values().get("fc.weight"));
  }

  @Test
  void clippingBoundsTheLengthOfAStep() {
    Dataset one = DatasetView.select(DATA, IntStream.range(0, 16).toArray());
    Graph graph = TinyTask.linear();
    double free = length(graph, one, 0);

    assertThat(free).isGreaterThan(.02);
    assertThat(length(graph, one, .01)).isCloseTo(.01, within(1e-5));
    assertThat(length(graph, one, 100)).isEqualTo(free);
  }

  /** How far one step of rate 1 moves the weights. */
  private static double length(Graph graph, Dataset data, double clip) {
    Map<String, float[]> before = Network.create(graph, 3).values();
    Map<String, float[]> after =
        TinyTask.trainer(recipe(new StandardTraining(), 1, 0, clip, 0, 1))
            .train(data, graph, null)
            .network()
            .values();
    double squares = 0;
    for (Map.Entry<String, float[]> weight : before.entrySet()) {
      float[] moved = after.getOrDefault(weight.getKey(), new float[0]);
      for (int i = 0; i < moved.length; i++) {
        squares += Math.pow(moved[i] - weight.getValue()[i], 2);
      }
    }
    return Math.sqrt(squares);
  }

  @Test
  void weightsAreFrozenAgainAfterwards() {
    Network network =
        TinyTask.trainer(recipe(new StandardTraining(), 1, 0, 0, 0, .1))
            .train(DATA, TinyTask.residual(), null)
            .network();

    assertThat(network.weights().values()).noneMatch(Tensor::requiresGrad);
  }

  @Test
  void divergingLossIsOneSentence() {
    Recipe recipe = recipe(new StandardTraining(), 5, 0, 0, 0, 1e38);

    assertThatThrownBy(() -> TinyTask.trainer(recipe).train(DATA, TinyTask.linear(), null))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("training diverged in epoch 1")
        .hasMessageContaining("learning rate");
  }

  @Test
  void augmentationsWantImages() {
    Dataset table =
        FloatDataset.of(
            new DatasetInfo("table", "train", new InputSpec(List.of(3), 0, 1), List.of("a")),
            new int[2],
            new float[6]);
    Recipe recipe =
        new Recipe(
            new StandardTraining(),
            TinyTask.descent(.1),
            new Schedule.Constant(),
            1,
            2,
            0,
            0,
            List.of(new HorizontalFlip()),
            0,
            0);

    assertThatThrownBy(() -> TinyTask.trainer(recipe).train(table, TinyTask.linear(), null))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("images", "table", "[3]");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
  void weightDecayIsChecked(double decay) {
    Optimizer.Settings adam = new Optimizer.AdamStyle(.1, decay, false);

    assertThatThrownBy(() -> TinyTask.recipe(new StandardTraining(), adam, 1, 0))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("weight decay");
  }

  @Test
  void oneSampleIsTooFew() {
    Recipe recipe = recipe(new StandardTraining(), 1, 0, 0, 0, .1);

    assertThatThrownBy(
            () ->
                TinyTask.trainer(recipe)
                    .train(DatasetView.select(DATA, 4), TinyTask.linear(), null))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("at least 2 samples, not 1");
  }

  @Test
  void recipesAreChecked() {
    double[][] bad = {
      {0, 16, 0, 0, 0, .1},
      {1, 0, 0, 0, 0, .1},
      {1, 16, -1, 0, 0, .1},
      {1, 16, Double.NaN, 0, 0, .1},
      {1, 16, 0, -1, 0, .1},
      {1, 16, 0, Double.NaN, 0, .1},
      {1, 16, 0, 0, -1, .1},
      {1, 16, 0, 0, 0, 0},
      {1, 16, 0, 0, 0, -.1},
      {1, 16, 0, 0, 0, Double.NaN},
      {1, 16, 0, 0, 0, Double.POSITIVE_INFINITY},
    };
    for (double[] v : bad) {
      assertThatThrownBy(
              () ->
                  new Recipe(
                      new StandardTraining(),
                      TinyTask.descent(v[5]),
                      new Schedule.Constant(),
                      (int) v[0],
                      (int) v[1],
                      v[2],
                      v[3],
                      List.of(),
                      (int) v[4],
                      0))
          .as(Arrays.toString(v))
          .isInstanceOf(BadInputException.class);
    }
  }
}
