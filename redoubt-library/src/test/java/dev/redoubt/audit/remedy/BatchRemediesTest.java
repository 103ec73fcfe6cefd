package dev.redoubt.audit.remedy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.data.Batch;
import dev.redoubt.model.FeatureModel;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.Observation;
import dev.redoubt.model.ScoreModel;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.testing.FiniteDifferences;
import dev.redoubt.testing.Withheld;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** {@link OneByOne}, {@link NeighbourAverage} and {@link Redeclared}. */
final class BatchRemediesTest {
  /** Adds the mean over the batch to the square of each value. */
  private static final Toy MIXING =
      new Toy(
          x -> Tensors.zerosLike(x).plus(Reductions.mean(x, new long[] {0}, true)).plus(x.times(x)),
          false);

  private static final Toy SQUARES = new Toy(x -> x.times(x), false);

  @Test
  void rowsThatDependOnTheirBatchAreTakenAlone() {
    Scope.run(
        () -> {
          Batch batch = Subjects.batch();
          Draws draws = Subjects.draws(batch);
          Pipeline remedied = new OneByOne().of(Pipeline.of(MIXING), batch).orElseThrow();
          double[] x = batch.inputs().doubles();
          double[] logits = Subjects.deployed(remedied);
          double[] slopes = Subjects.gradient(remedied);
          double[] c = Subjects.coefficients(Subjects.ROWS);
          for (int row = 0; row < Subjects.ROWS; row++) {
            for (int j = 0; j < Subjects.CLASSES; j++) {
              double value = x[row * Subjects.FEATURES + j];
              int i = row * Subjects.CLASSES + j;
              assertThat(logits[i]).isCloseTo(value + value * value, within(1e-6));
              assertThat(slopes[row * Subjects.FEATURES + j])
                  .isCloseTo(c[i] * (1 + 2 * value), within(1e-6));
            }
          }
          assertThat(remedied.deployed().predict(batch.inputs(), draws).ints())
              .containsExactly(
                  Reductions.argmax(
                          ((ScoreModel) remedied.deployed()).logits(batch.inputs(), draws), 1)
                      .ints());
        });
  }

  @Test
  void aloneARowIsAskedWithItsOwnDrawsAndShowsItsLayers() {
    Scope.run(
        () -> {
          Batch batch = Subjects.batch();
          Draws draws = Subjects.draws(batch);
          Toy noisy = new Toy((x, keyed) -> x.plus(keyed.gaussianLike(x)), SQUARES.declares());
          Pipeline pipeline = Pipeline.of(noisy);
          Pipeline remedied = new OneByOne().of(pipeline, batch).orElseThrow();
          assertThat(Subjects.deployed(remedied)).containsExactly(Subjects.deployed(pipeline));
          assertThat(Subjects.onTape(remedied)).containsExactly(Subjects.deployed(pipeline));
          Pipeline deep = Pipeline.of(Subjects.smooth());
          FeatureModel alone =
              (FeatureModel) new OneByOne().of(deep, batch).orElseThrow().classifier();
          Observation seen = alone.observeOnTape(batch.inputs(), Set.of("tanh"), draws);
          Observation all = Subjects.smooth().observeOnTape(batch.inputs(), Set.of("tanh"), draws);
          double[] expected = all.feature("tanh").doubles();
          double[] features = seen.feature("tanh").doubles();
          for (int i = 0; i < expected.length; i++) {
            assertThat(features[i]).isCloseTo(expected[i], within(1e-6));
          }
          assertThat(alone.layers()).isEqualTo(Subjects.smooth().layers());
        });
  }

  /** The mean slope of squares is twice the mean of the neighbours. */
  @Test
  void neighboursAreAveragedWithTheValueOfThePointItself() {
    Scope.run(
        () -> {
          int copies = 6;
          Batch batch = Subjects.batch();
          Draws draws = Subjects.draws(batch);
          Pipeline pipeline = Pipeline.of(SQUARES);
          Pipeline remedied = new NeighbourAverage(copies, .25).of(pipeline, batch).orElseThrow();
          double[] slopes = Subjects.gradient(remedied);
          Tensor points = Layout.copies(batch.inputs(), copies);
          Tensor noise = draws.copies(copies).of("neighbours").uniformLike(points, -.25, .25);
          double[] neighbours = points.plus(noise).doubles();
          double[] c = Subjects.coefficients(Subjects.ROWS);
          for (int row = 0; row < Subjects.ROWS; row++) {
            for (int j = 0; j < Subjects.CLASSES; j++) {
              double mean = 0;
              for (int copy = 0; copy < copies; copy++) {
                mean += neighbours[(copy * Subjects.ROWS + row) * Subjects.FEATURES + j] / copies;
              }
              assertThat(slopes[row * Subjects.FEATURES + j])
                  .isCloseTo(2 * mean * c[row * Subjects.CLASSES + j], within(1e-5));
            }
          }
          assertThat(Subjects.onTape(remedied)).containsExactly(Subjects.deployed(pipeline));
          Subjects.judgeAlike(remedied, pipeline);
          Subjects.rowsAreTheirOwn(remedied);
          assertThat(remedied.classifier().passes()).isEqualTo(copies + 1);
        });
  }

  /** What a detector reads is averaged along, with its own values. */
  @Test
  void rejectionStaysWhatItIs() {
    Scope.run(
        () -> {
          Pipeline pipeline = Pipeline.of(Subjects.smooth(), new Subjects.Alarm());
          Pipeline remedied =
              new NeighbourAverage(3, .1).of(pipeline, Subjects.batch()).orElseThrow();
          Subjects.judgeAlike(remedied, pipeline);
          int[] classes =
              remedied
                  .deployed()
                  .predict(Subjects.batch().inputs(), Subjects.draws(Subjects.batch()))
                  .ints();
          assertThat(classes).contains(-1);
          GradientModel view = (GradientModel) remedied.adaptive(1, Subjects.batch());
          GradientModel before = (GradientModel) pipeline.adaptive(1, Subjects.batch());
          Tensor x = Autograd.variable(Subjects.batch().inputs());
          Draws draws = Subjects.draws(Subjects.batch());
          assertThat(view.logitsOnTape(x, draws).doubles())
              .containsExactly(before.logitsOnTape(x, draws).doubles());
        });
  }

  @Test
  void settingsOfNeighboursAreChecked() {
    assertThatThrownBy(() -> new NeighbourAverage(0, .1))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("not 0");
    assertThatThrownBy(() -> new NeighbourAverage(1, Double.NaN))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("NaN");
  }

  @Test
  void whatVariesIsRandomAndStaysOfItsKind() {
    Redeclared remedy = new Redeclared();
    Batch clean = Subjects.batch();
    Pipeline gradients = remedy.of(Pipeline.of(Subjects.smooth()), clean).orElseThrow();
    assertThat(gradients.isRandom()).isTrue();
    assertThat(gradients.deployed().declares().random()).isTrue();
    assertThat(gradients.classifier()).isInstanceOf(GradientModel.class);
    Scope.run(
        () -> {
          Pipeline original = Pipeline.of(Subjects.smooth());
          Subjects.judgeAlike(gradients, original);
          assertThat(Subjects.gradient(gradients)).containsExactly(Subjects.gradient(original));
          ScoreModel scores = Withheld.scores(Subjects.smooth());
          Pipeline withScores = remedy.of(Pipeline.of(scores), clean).orElseThrow();
          assertThat(withScores.isRandom()).isTrue();
          assertThat(withScores.classifier())
              .isInstanceOf(ScoreModel.class)
              .isNotInstanceOf(GradientModel.class);
          Subjects.judgeAlike(withScores, Pipeline.of(scores));
        });
    Pipeline labels =
        remedy.of(Pipeline.of(Withheld.labels(Subjects.smooth())), clean).orElseThrow();
    assertThat(labels.isRandom()).isTrue();
    assertThat(labels.classifier()).isNotInstanceOf(ScoreModel.class);
    assertThat(remedy.of(gradients, clean)).isEmpty();
    assertThat(new OneByOne().of(labels, clean)).isEmpty();
  }

  @Test
  void whatIsComputedOfLogitsCanBeDifferentiatedSeveralTimes() {
    Scope.run(
        () -> {
          Batch batch = Subjects.batch();
          for (Remedy remedy :
              new Remedy[] {
                new OneByOne(), new NeighbourAverage(2, .1), new NumericalGradients()
              }) {
            GradientModel view =
                Subjects.view(remedy.of(Pipeline.of(SQUARES), batch).orElseThrow());
            Tensor leaf = Autograd.variable(batch.inputs());
            Tensor logits = view.logitsOnTape(leaf, Subjects.draws(batch));
            Tensor value = FiniteDifferences.weighted(logits, Subjects.coefficients(Subjects.ROWS));
            double[] first = view.gradientKeepingTape(value, leaf).doubles();
            double[] second = view.gradient(value.times(2), leaf).doubles();
            for (int i = 0; i < first.length; i++) {
              assertThat(second[i]).isCloseTo(2 * first[i], within(1e-6));
            }
          }
        });
  }
}
