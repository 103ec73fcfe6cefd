package dev.redoubt.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.Victims;
import dev.redoubt.data.Batch;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.Declaration.Backward;
import dev.redoubt.model.DoublePrecision;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.LabelModel;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.model.ScoreModel;
import dev.redoubt.model.blackbox.BlackBox;
import dev.redoubt.pipeline.Ensemble.Combination;
import dev.redoubt.purify.BitDepth;
import dev.redoubt.purify.RandomNoise;
import dev.redoubt.purify.Thermometer;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PipelineTest {
  private static final NetworkModel MODEL = Toys.smooth();
  private static final Purifier BITS = new BitDepth(2, Toys.INPUT);
  private static final Purifier OPAQUE =
      Toys.purifier("opaque", Toys.INPUT, new Backward.None(), x -> x);

  private static LabelModel blackBox() {
    return new BlackBox("box", Toys.INPUT, 3)
        .labels(rows -> Arrays.stream(rows).mapToInt(row -> row[0] > 0.5 ? 2 : 1).toArray());
  }

  private static Tensor points(int rows) {
    return Tensors.of(Toys.points(rows), rows, Toys.FEATURES);
  }

  @Test
  void stagesHaveToFitOneAnotherAndTheClassifier() {
    Thermometer thermometer = new Thermometer(4, Toys.INPUT);
    assertThatThrownBy(() -> Pipeline.of(MODEL, BITS, thermometer))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "stage thermometer gives inputs of shape [20] in [0.0, 1.0], but model smooth takes of shape [5] in [0.0, 1.0]");
    assertThatThrownBy(() -> Pipeline.of(MODEL, thermometer, BITS))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "stage thermometer gives inputs of shape [20] in [0.0, 1.0], but stage bit-depth takes of shape [5] in [0.0, 1.0]");
    InputSpec signed = new InputSpec(List.of(Toys.FEATURES), -1, 1);
    assertThatThrownBy(() -> Pipeline.of(MODEL, new BitDepth(1, signed)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("in [-1.0, 1.0], but model smooth");
  }

  @Test
  void whatAnAttackerGetsIsWhatClassifierAndStagesHave() {
    assertThat(Pipeline.of(MODEL, BITS).adaptive(1)).isInstanceOf(GradientModel.class);
    assertThat(Pipeline.of(MODEL, BITS).opaque()).isEmpty();
    Pipeline opaque = Pipeline.of(MODEL, BITS, OPAQUE);
    assertThat(opaque.opaque()).containsExactly(OPAQUE);
    assertThat(opaque.adaptive(1))
        .isInstanceOf(ScoreModel.class)
        .isNotInstanceOf(GradientModel.class);
    Pipeline labels = Pipeline.of(blackBox(), BITS);
    assertThat(labels.adaptive(3)).isNotInstanceOf(ScoreModel.class);
    assertThat(labels.oblivious()).isNotInstanceOf(ScoreModel.class);
    assertThat(labels.deployed()).isNotInstanceOf(ScoreModel.class);
    assertThat(Pipeline.of(MODEL, OPAQUE).deployed()).isInstanceOf(ScoreModel.class);
    assertThat(Pipeline.of(MODEL, OPAQUE).deployed()).isNotInstanceOf(GradientModel.class);
    assertThat(Pipeline.of(MODEL, OPAQUE).oblivious()).isInstanceOf(GradientModel.class);
  }

  @Test
  void withoutStagesItIsTheClassifier() {
    Pipeline bare = Pipeline.of(MODEL);
    assertThat(bare.isDefended()).isFalse();
    assertThat(bare.deployed()).isSameAs(MODEL);
    assertThat(bare.adaptive(1)).isSameAs(MODEL);
    assertThat(bare.input()).isEqualTo(Toys.INPUT);
    assertThatThrownBy(() -> bare.adaptive(0))
        .isInstanceOf(BadInputException.class)
        .hasMessage("an attacker takes at least 1 draw, not 0");
  }

  @Test
  void passesAreCopiesTimesDraws() {
    Pipeline pipeline =
        Pipeline.of(
            MODEL,
            Toys.Copies.noisy(3, Combination.VOTES),
            BITS,
            Toys.Copies.noisy(4, Combination.MEAN_PROBABILITY));
    assertThat(pipeline.deployed().passes()).isEqualTo(12);
    assertThat(pipeline.adaptive(1).passes()).isEqualTo(12);
    assertThat(pipeline.adaptive(5).passes()).isEqualTo(60);
    assertThat(pipeline.oblivious().passes()).isEqualTo(1);
    Pipeline opaque = Pipeline.of(MODEL, OPAQUE, Toys.Copies.noisy(3, Combination.VOTES));
    assertThat(opaque.adaptive(5).passes()).isEqualTo(15);
  }

  @Test
  void declarationsAreThoseOfTheWhole() {
    Pipeline random = Pipeline.of(MODEL, BITS, new RandomNoise(0.1, Toys.INPUT));
    assertThat(random.isRandom()).isTrue();
    assertThat(random.rejects()).isFalse();
    assertThat(random.deployed().declares())
        .isEqualTo(new Declaration(new Backward.None(), true, false));
    assertThat(random.adaptive(2).declares()).isEqualTo(new Declaration(Toys.EXACT, true));
    Toys.Alarm alarm = new Toys.Alarm(Toys.INPUT, 0, Toys.EXACT, (x, logits) -> x);
    Pipeline rejecting = Pipeline.of(MODEL, alarm, BITS);
    assertThat(rejecting.isRandom()).isFalse();
    assertThat(rejecting.rejects()).isTrue();
    assertThat(rejecting.deployed().declares())
        .isEqualTo(new Declaration(new Backward.None(), false, true));
    assertThat(rejecting.adaptive(1).declares()).isEqualTo(Declaration.PLAIN);
    assertThat(rejecting.oblivious().declares().random()).isTrue();
  }

  @Test
  void inputsPassThroughTheStagesInOrder() {
    Purifier half = Toys.purifier("half", Toys.INPUT, Toys.EXACT, x -> x.times(0.5));
    Purifier plus = Toys.purifier("plus", Toys.INPUT, Toys.EXACT, x -> x.plus(0.3));
    Scope.run(
        () -> {
          Tensor x = points(3);
          Draws draws = Toys.draws(3);
          ScoreModel halfFirst = (ScoreModel) Pipeline.of(MODEL, half, plus).deployed();
          ScoreModel plusFirst = (ScoreModel) Pipeline.of(MODEL, plus, half).deployed();
          assertThat(halfFirst.logits(x, draws).floats())
              .containsExactly(MODEL.logits(x.times(0.5).plus(0.3), draws).floats());
          assertThat(plusFirst.logits(x, draws).floats())
              .containsExactly(MODEL.logits(x.plus(0.3).times(0.5), draws).floats());
        });
  }

  /** If the same noise came twice, it would be gone again. */
  @Test
  void eachStageHasDrawsOfItsOwn() {
    NetworkModel sum = Victims.halfSpace(new float[] {1}, 0, 0, 1);
    RandomNoise noise = new RandomNoise(1, sum.input());
    Purifier negated = Toys.purifier("negated", sum.input(), Toys.EXACT, Tensor::negated);
    ScoreModel model = (ScoreModel) Pipeline.of(sum, noise, negated, noise).deployed();
    Scope.run(
        () -> {
          Tensor x = Tensors.of(new float[1], 1, 1);
          float left = model.logits(x, new Draws(1, new long[] {4}, "p")).floats()[1];
          assertThat(Math.abs(left)).isGreaterThan(1e-3f);
        });
  }

  /** Behind a stage that rounds to halves, the classifier alone is computed in fp64. */
  @Test
  void theTwinComputesTheClassifierInDoublePrecision() {
    Purifier halves =
        Toys.purifier(
            "halves",
            Toys.INPUT,
            Backward.Surrogate.identity(),
            x -> Elementwise.round(x.times(2)).times(0.5));
    Pipeline pipeline = Pipeline.of(MODEL, halves);
    ScoreModel single = (ScoreModel) pipeline.deployed();
    DeployedModel deployed = (DeployedModel) pipeline.deployed();
    LabelModel twin = deployed.inDoublePrecision().orElseThrow();
    NetworkModel model = MODEL.inDoublePrecision().orElseThrow();
    Scope.run(
        () -> {
          Tensor x = points(4).to(DType.FLOAT64);
          Draws draws = Toys.draws(4);
          Tensor rounded = Elementwise.round(x.times(2)).times(0.5);
          Tensor exact = model.logits(rounded, draws);
          Tensor scores = ((DeployedModel) twin).flow.run(x, draws).logits();
          assertThat(scores.dtype()).isEqualTo(DType.FLOAT64);
          assertThat(scores.doubles()).containsExactly(exact.doubles());
          assertThat(twin.predict(x, draws).ints())
              .containsExactly(Reductions.argmax(exact, 1).ints());
          assertThat(single.logits(points(4), draws).doubles())
              .containsExactly(exact.doubles(), within(1e-4));
        });
    assertThat(((DoublePrecision) Pipeline.of(blackBox(), BITS).deployed()).inDoublePrecision())
        .isEmpty();
  }

  /** The classifier takes codes, so all that this attacker can differentiate is the whole. */
  @Test
  void throughCodesTheObliviousAttackerHasNoGradient() {
    NetworkModel model = Victims.perceptron(20, 3, 1);
    Pipeline pipeline = Pipeline.of(model, new Thermometer(4, Toys.INPUT));
    GradientModel oblivious = (GradientModel) pipeline.oblivious();
    GradientModel adaptive = (GradientModel) pipeline.adaptive(1);
    assertThat(oblivious.input()).isEqualTo(Toys.INPUT);
    Scope.run(
        () -> {
          Draws draws = Toys.draws(3);
          Tensor leaf = Autograd.variable(points(3));
          Tensor logits = oblivious.logitsOnTape(leaf, draws);
          float[] deployed = ((ScoreModel) pipeline.deployed()).logits(leaf, draws).floats();
          assertThat(logits.floats()).containsExactly(deployed);
          assertThat(
                  oblivious.gradient(Reductions.sum(Layout.columns(logits, 0, 1)), leaf).floats())
              .containsOnly(0);
          Tensor known = adaptive.logitsOnTape(leaf, draws);
          assertThat(adaptive.gradient(Reductions.sum(Layout.columns(known, 0, 1)), leaf).floats())
              .doesNotContain(0);
        });
  }

  @Test
  void whereShapesAgreeTheObliviousAttackerSeesTheClassifierAlone() {
    GradientModel oblivious = (GradientModel) Pipeline.of(MODEL, BITS).oblivious();
    Scope.run(
        () -> {
          Tensor x = points(3);
          assertThat(oblivious.logitsOnTape(x, Toys.draws(3)).floats())
              .containsExactly(MODEL.logits(x, Toys.draws(3)).floats());
        });
  }

  /** Two detectors reject one row each; the others get the class of the classifier. */
  @Test
  void whatADetectorRefusesHasNoClass() {
    NetworkModel model = Victims.halfSpace(new float[] {10, 0}, -5, 0, 1);
    Detector high =
        new Toys.Alarm(model.input(), 0.8, Toys.EXACT, (x, logits) -> Reductions.max(x, 1));
    Detector sure =
        new Toys.Alarm(
            model.input(), 4.2, Toys.EXACT, (x, logits) -> Reductions.max(logits.minus(0), 1));
    Scope.run(
        () -> {
          float[] x = {0.1f, 0.9f, 0.1f, 0.3f, 0.93f, 0.1f, 0.7f, 0.2f, 0.75f, 0.8f};
          Tensor inputs = Tensors.of(x, 5, 2);
          Draws draws = Toys.draws(5);
          assertThat(Pipeline.of(model, sure).deployed().predict(inputs, draws).ints())
              .containsExactly(0, 0, LabelModel.NO_CLASS, 1, 1);
          assertThat(Pipeline.of(model, high).deployed().predict(inputs, draws).ints())
              .containsExactly(LabelModel.NO_CLASS, 0, LabelModel.NO_CLASS, 1, 1);
          assertThat(Pipeline.of(model, high, sure).deployed().predict(inputs, draws).ints())
              .containsExactly(LabelModel.NO_CLASS, 0, LabelModel.NO_CLASS, 1, 1);
        });
  }

  @Test
  void aClassifierThatRejectsByItselfIsRefusedBehindStages() {
    NetworkModel model = Victims.halfSpace(new float[] {10, 0}, -5, 0, 1);
    Detector alarm = new Toys.Alarm(model.input(), 0, Toys.EXACT, (x, logits) -> x);
    LabelModel rejecting = Pipeline.of(model, alarm).deployed();
    assertThatThrownBy(() -> Pipeline.of(rejecting, new BitDepth(1, model.input())))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("model linear may refuse to give a class");
    assertThat(Pipeline.of(rejecting).rejects()).isTrue();
  }

  /** Black boxes vote as well: noise takes .45 over the boundary at .5 in 31 of 100 draws. */
  @Test
  void ensemblesOfBlackBoxesTakeTheMajority() {
    Pipeline pipeline = Pipeline.of(blackBox(), Toys.Copies.noisy(301, Combination.VOTES));
    Scope.run(
        () -> {
          float[] x = new float[2 * Toys.FEATURES];
          x[0] = 0.45f - 0.1f;
          x[Toys.FEATURES] = 0.65f;
          Tensor inputs = Tensors.of(x, 2, Toys.FEATURES);
          assertThat(pipeline.deployed().predict(inputs, Toys.draws(2)).ints())
              .containsExactly(1, 2);
        });
  }

  /** A score that is no number tells nothing of an input, so it can't vouch for it. */
  @Test
  void inputsWithoutAFiniteScoreAreRejected() {
    NetworkModel model = Victims.halfSpace(new float[] {1, 1}, -1, 0, 1);
    Scope.run(
        () -> {
          Batch batch = Victims.batch(new float[] {.2f, .3f, .9f, .9f, .4f, .1f}, 0, 1, 0);
          Tensor scores = Tensors.of(new float[] {-1, Float.NaN, 2}, 3);
          Pipeline pipeline =
              Pipeline.of(
                  model, new Toys.Alarm(model.input(), 0, Toys.EXACT, (x, logits) -> scores));
          assertThat(pipeline.deployed().predict(batch.inputs(), batch.draws(0, "")).ints())
              .containsExactly(0, LabelModel.NO_CLASS, LabelModel.NO_CLASS);
        });
  }
}
