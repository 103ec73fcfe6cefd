package dev.redoubt.train.objective;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.certify.smoothing.Ablation;
import dev.redoubt.certify.smoothing.Deletion;
import dev.redoubt.certify.smoothing.Smoothing;
import dev.redoubt.certify.smoothing.UniformSmoothing;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetInfo;
import dev.redoubt.data.FloatDataset;
import dev.redoubt.data.InputSpec;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.architecture.Mlp;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Optimizer;
import dev.redoubt.tensor.RandomStream;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.ThreatModel;
import dev.redoubt.train.EpochSummary;
import dev.redoubt.train.Lesson;
import dev.redoubt.train.Objective;
import dev.redoubt.train.Recipe;
import dev.redoubt.train.Schedule;
import dev.redoubt.train.TinyTask;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Training under any smoothing: the points it learns from, and what networks learn. */
class SmoothingTrainingTest {
  private static final InputSpec TABLE = new InputSpec(List.of(20), 0, 1);
  private static final List<Integer> SHAPE = List.of(SmoothingReference.FEATURES);

  static Stream<Smoothing> smoothings() {
    return Stream.of(
        new UniformSmoothing(.5), new Ablation(2, SHAPE, .9), new Deletion(.6, SHAPE, .9));
  }

  @ParameterizedTest
  @MethodSource("smoothings")
  void learnsFromFreshDrawsOfTheSmoothingForEachCopy(Smoothing smoothing) {
    int n = 4;
    Dataset data = SmoothingReference.data(n);
    SmoothingTraining training = new SmoothingTraining(smoothing, 3);
    Scope.run(
        () -> {
          Lesson lesson =
              TinyTask.lesson(
                  SmoothingReference.network(SmoothingReference.parameters(1)), data, 1);
          float[] examples = training.examples(lesson).floats();
          int each = n * SmoothingReference.FEATURES;
          Draws draws = lesson.draws().of("noise").copies(3);
          Tensor x = lesson.batch().inputs();
          for (int copy = 0; copy < 3; copy++) {
            int[] rows = {4 * copy, 4 * copy + 1, 4 * copy + 2, 4 * copy + 3};
            assertThat(Arrays.copyOfRange(examples, copy * each, (copy + 1) * each))
                .isEqualTo(smoothing.randomize(x, draws.rows(rows)).floats());
          }
          assertThat(Arrays.copyOfRange(examples, 0, each))
              .isNotEqualTo(Arrays.copyOfRange(examples, each, 2 * each));
        });
    SmoothingReference.assertLossAndGradients(training, 2, 7, SmoothingReference::crossEntropy);
    assertThat(training.settings()).containsAllEntriesOf(smoothing.settings());
    assertThat(training.smoothing()).hasValue(smoothing);
  }

  /**
   * In a table whose values are mostly small, what ablation fills in outweighs all that is left for
   * a classifier that never saw it.
   */
  @Test
  void classifiersLearnToReadWhatAblationLeaves() {
    Ablation ablation = Ablation.of(9, TABLE);
    EpochSummary own = trained(SmoothingTraining.of(ablation));
    EpochSummary standard = trained(new StandardUnder(ablation));

    assertThat(standard.cleanAccuracy()).isGreaterThan(.95);
    assertThat(standard.noisyAccuracy()).isLessThan(.7);
    assertThat(own.noisyAccuracy()).isGreaterThan(.9);
  }

  private static EpochSummary trained(Objective objective) {
    Recipe recipe =
        new Recipe(
            objective,
            new Optimizer.AdamStyle(.01, 0, false),
            new Schedule.Constant(),
            20,
            50,
            0,
            0,
            List.of(),
            400,
            5);
    Graph graph = new Mlp(List.of(8)).graph(TABLE.shape(), 2, null);
    List<EpochSummary> history =
        TinyTask.trainer(recipe).train(skewed(1200), graph, null).history();
    return history.get(history.size() - 1);
  }

  /** Values in [0, .45]; those of class 1 are larger by .15. */
  private static Dataset skewed(int n) {
    int features = TABLE.features();
    float[] values = new float[n * features];
    int[] labels = new int[n];
    for (int i = 0; i < n; i++) {
      RandomStream stream = RandomStream.of(2, i, "row");
      labels[i] = stream.below(2);
      stream.fillUniform(values, i * features, features, .15 * labels[i], .3 + .15 * labels[i]);
    }
    return FloatDataset.of(
        new DatasetInfo("skewed", "train", TABLE, List.of("no", "yes")), labels, values);
  }

  /** Standard training, measured under a smoothing. */
  private record StandardUnder(Smoothing measured) implements PointTraining {
    @Override
    public String name() {
      return "standard";
    }

    @Override
    public Map<String, Object> settings() {
      return Map.of();
    }

    @Override
    public List<ThreatModel> threats() {
      return List.of();
    }

    @Override
    public Optional<Smoothing> smoothing() {
      return Optional.of(measured);
    }

    @Override
    public Tensor examples(Lesson lesson) {
      return lesson.batch().inputs();
    }
  }
}
