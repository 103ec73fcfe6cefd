package dev.redoubt.model.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.UniformNoise;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetInfo;
import dev.redoubt.data.FloatDataset;
import dev.redoubt.data.InputSpec;
import dev.redoubt.evaluate.Evaluation;
import dev.redoubt.evaluate.Evaluator;
import dev.redoubt.evaluate.Journal;
import dev.redoubt.evaluate.Plan;
import dev.redoubt.evaluate.SampleOutcome;
import dev.redoubt.evaluate.Status;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.LabelModel;
import dev.redoubt.model.ScoreModel;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.threat.ThreatModel;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models from Java functions. */
class BlackBoxTest {
  private static final InputSpec PLANE = new InputSpec(List.of(2), 0, 1);

  /** Its multiples spread evenly over the unit interval, modulo 1. */
  private static final double GOLDEN = 0.618033988749895;

  private static final BlackBox BOX = new BlackBox("box", PLANE, 2);

  /** Class 1 where the first value is above .5. */
  private static int[] threshold(float[][] rows) {
    return Arrays.stream(rows).mapToInt(row -> row[0] > .5f ? 1 : 0).toArray();
  }

  private static Tensor points(float... values) {
    return Tensors.of(values, values.length / 2, 2);
  }

  private static double[] logits(ScoreModel model, float... values) {
    return Scope.value(() -> model.logits(points(values), Draws.NONE).doubles());
  }

  @Test
  void labelsOfRows() {
    LabelModel model = BOX.labels(BlackBoxTest::threshold);

    assertThat(model.predict(points(.2f, .9f, .8f, .1f), Draws.NONE).ints()).containsExactly(0, 1);
    assertThat(model.declares()).isEqualTo(Declaration.OPAQUE);
    assertThat(model).isNotInstanceOf(ScoreModel.class);
    assertThat(BOX.declaredRandom().labels(BlackBoxTest::threshold).declares().random()).isTrue();
  }

  @Test
  void rowsOfImagesAreRowMajor() {
    float[] values = new float[12];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    ScoreModel model =
        new BlackBox("image", InputSpec.image(1, 2, 3), 2)
            .scores(Scores.LOGITS, rows -> new float[][] {{rows[0][5], rows[1][0]}, {0, 0}});

    Tensor logits = model.logits(Tensors.of(values, 2, 1, 2, 3), Draws.NONE);

    assertThat(logits.floats()).containsExactly(5, 6, 0, 0);
  }

  @Test
  void tensorFunctionsGetTheBatchAsItIs() {
    ScoreModel model =
        BOX.scoresOfTensor(
            Scores.LOGITS, x -> new float[][] {{(float) x.times(2).doubles()[1], 0}});

    assertThat(logits(model, .1f, .3f)).containsExactly(new double[] {.6, 0}, within(1e-6));
  }

  @Test
  void probabilitiesBecomeFiniteLogarithms() {
    ScoreModel model =
        BOX.scores(Scores.PROBABILITIES, rows -> new float[][] {{.25f, .75f}, {1, 0}});

    double[] logits = logits(model, 0, 0, 0, 0);

    assertThat(logits[0]).isCloseTo(Math.log(.25), within(1e-6));
    assertThat(logits[1]).isCloseTo(Math.log(.75), within(1e-6));
    assertThat(logits[2]).isZero();
    assertThat(logits[3]).isFinite().isLessThan(-80);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "LOGITS | 1 2 | model box gives 1 answers for 2 samples",
        "LOGITS | 1 2;3 | model box gives 1 scores for row 1, expected one for each of its 2",
        "LOGITS | 1 2;3 NaN | model box gives the score NaN for row 1",
        "LOGITS | 1 2;3 Infinity | model box gives the score Infinity for row 1",
        "PROBABILITIES | 0 1;3 -2 | scores [3.0, -2.0] for row 1, expected probabilities",
        "PROBABILITIES | 0 1;0.5 0.7 | scores [0.5, 0.7] for row 1, expected probabilities"
      })
  void unusableScoresAreOneSentence(Scores kind, String scores, String sentence) {
    float[][] parsed =
        Arrays.stream(scores.split(";"))
            .map(row -> floats(row.strip().split(" ")))
            .toArray(float[][]::new);

    assertThatThrownBy(() -> logits(BOX.scores(kind, rows -> parsed), 0, 0, 0, 0))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(sentence);
  }

  private static float[] floats(String[] texts) {
    float[] values = new float[texts.length];
    for (int i = 0; i < texts.length; i++) {
      values[i] = Float.parseFloat(texts[i]);
    }
    return values;
  }

  @ParameterizedTest
  @CsvSource({"-1, 'the label -1 for row 0, expected one in 0..1'", "2, 'the label 2 for row 0'"})
  void labelsOutsideTheClassesAreOneSentence(int label, String sentence) {
    assertThatThrownBy(
            () -> BOX.labels(rows -> new int[] {label}).predict(points(0, 0), Draws.NONE))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void oneClassIsRefused() {
    assertThatThrownBy(() -> new BlackBox("box", PLANE, 1))
        .isInstanceOf(BadInputException.class)
        .hasMessage("model box wants at least 2 classes, not 1");
  }

  /** First values evenly spread, the second .5; the label is right. */
  private static Dataset spread(int n) {
    int[] labels = new int[n];
    float[] values = new float[2 * n];
    for (int i = 0; i < n; i++) {
      values[2 * i] = (i + .5f) / n;
      values[2 * i + 1] = .5f;
      labels[i] = values[2 * i] > .5f ? 1 : 0;
    }
    return FloatDataset.of(
        new DatasetInfo("points", "test", PLANE, List.of("left", "right")), labels, values);
  }

  private static Evaluation evaluated(LabelModel model, int n) {
    Plan plan =
        new Plan(ThreatModel.parse("linf:0.3"), List.of(new UniformNoise(20)), List.of(), 0, 20, 7);
    return new Evaluator(plan, Device.CPU, (done, total, correct, robust) -> {})
        .evaluate(model, spread(n), Journal.none());
  }

  @Test
  void evaluationNeedsLabelsAlone() {
    AtomicInteger asked = new AtomicInteger();
    LabelModel model =
        BOX.labels(
            rows -> {
              asked.addAndGet(rows.length);
              return threshold(rows);
            });

    Evaluation evaluation = evaluated(model, 40);

    assertThat(evaluation.cleanAccuracy()).isEqualTo(1);
    for (SampleOutcome outcome : evaluation.outcomes()) {
      double margin = Math.abs((outcome.id() + .5) / 40 - .5);
      if (margin > .3 + 1e-6) {
        assertThat(outcome.status()).isEqualTo(Status.SURVIVED);
      } else if (margin < .1) {
        assertThat(outcome.status()).isEqualTo(Status.BROKEN);
      }
    }
    assertThat(evaluation.total().forwards()).isEqualTo(asked.get());
  }

  /** Says 1 with the probability that stands in the first value, whatever the draws. */
  @Test
  void randomBlackBoxIsDecidedByVote() {
    AtomicInteger call = new AtomicInteger();
    LabelModel model =
        BOX.declaredRandom()
            .labels(
                rows ->
                    Arrays.stream(rows)
                        .mapToInt(row -> call.getAndIncrement() * GOLDEN % 1 < row[0] ? 1 : 0)
                        .toArray());

    Evaluation evaluation = evaluated(model, 10);

    // A single answer would be wrong for many; the majority of a hundred is right for all.
    assertThat(evaluation.cleanAccuracy()).isEqualTo(1);
    assertThat(evaluation.outcomes().get(0).status()).isEqualTo(Status.SURVIVED);
    assertThat(evaluation.witnesses()).isNotEmpty();
    List<SampleOutcome> broken =
        evaluation.outcomes().stream().filter(o -> o.status() == Status.BROKEN).toList();
    for (int i = 0; i < broken.size(); i++) {
      float first = evaluation.witnesses().get(i)[0];
      assertThat(first > .5).isEqualTo(broken.get(i).label() == 0);
    }
  }

  @Test
  void budgetIsNeverExceeded() {
    AtomicInteger asked = new AtomicInteger();
    LabelModel plain =
        BOX.labels(
            rows -> {
              asked.addAndGet(rows.length);
              return threshold(rows);
            });
    Budgeted model = Budgeted.labels(plain, 50);

    assertThatThrownBy(() -> evaluated(model, 40))
        .isInstanceOfSatisfying(
            QueryBudgetExceededException.class,
            e -> assertThat(e.used()).isEqualTo(asked.get()).isEqualTo(model.budget().used()))
        .hasMessage(
            "model box has a budget of 50 queries, of which 40 are used; 14 more are wanted");
    assertThat(asked.get()).isLessThanOrEqualTo(50);
  }

  @Test
  void budgetOfScoresCountsBothKindsOfQuestion() {
    Budgeted.OfScores model =
        Budgeted.scores(BOX.scores(Scores.LOGITS, rows -> new float[rows.length][2]), 3);

    assertThat(logits(model, 0, 0, 0, 0)).hasSize(4);
    assertThat(model.predict(points(0, 0), Draws.NONE).ints()).hasSize(1);
    assertThat(model.budget().used()).isEqualTo(3);
    assertThatThrownBy(() -> logits(model, 0, 0)).isInstanceOf(QueryBudgetExceededException.class);
    assertThat(model.declares()).isEqualTo(Declaration.OPAQUE);
  }
}
