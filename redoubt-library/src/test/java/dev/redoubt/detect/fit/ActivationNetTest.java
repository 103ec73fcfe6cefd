package dev.redoubt.detect.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.data.Batch;
import dev.redoubt.data.Dataset;
import dev.redoubt.detect.score.ActivationNet;
import dev.redoubt.model.Layer;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.nn.Mode;
import dev.redoubt.nn.Network;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.testing.FiniteDifferences;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ActivationNetTest {
  private static final NetworkModel MODEL = Classroom.pictures();
  private static final Lessons LESSONS =
      Classroom.contrasted(MODEL, Classroom.samples(Classroom.IMAGE, 96, 5));
  private static final Lessons OTHERS =
      Classroom.contrasted(MODEL, Classroom.samples(Classroom.IMAGE, 40, 6));
  private static final ActivationNetFit FIT = new ActivationNetFit(Optional.of("relu1"), 12, 30);

  @Test
  void tellsUnseenAdversarialSamplesFromCleanAndNoisyOnes() {
    ActivationNet score = FIT.fit(LESSONS);
    Contrast contrast = OTHERS.contrast().orElseThrow();
    assertThat(share(score, contrast.adversarial())).isGreaterThan(.9);
    assertThat(share(score, contrast.clean())).isLessThan(.1);
    assertThat(share(score, contrast.noisy())).isLessThan(.1);
  }

  @Test
  void theLastHiddenLayerIsReadUnlessOneIsNamed() {
    ActivationNet score = new ActivationNetFit(Optional.empty(), 8, 1).fit(LESSONS);
    assertThat(score.layer()).isEqualTo("relu2");
    assertThat(score.centre().shape()).containsExactly(9);
  }

  private static double share(ActivationNet score, Dataset samples) {
    return Arrays.stream(Examination.scores(MODEL, score, samples)).filter(one -> one > 0).count()
        / (double) samples.size();
  }

  /** All of it once more in fp64, with the network and its standardisation applied by hand. */
  @Test
  void theGradientIsTheScores() {
    ActivationNet score = FIT.fit(LESSONS);
    NetworkModel twin = MODEL.inDoublePrecision().orElseThrow();
    Network network = score.network().to(DType.FLOAT64);
    Scope.run(
        () -> {
          Batch batch = Batch.read(OTHERS.clean(), new int[] {0, 5, 9}, Device.CPU);
          Draws draws = batch.draws(1, "");
          UnaryOperator<Tensor> exact =
              x -> {
                Tensor values = twin.observeOnTape(x, Set.of("relu1"), draws).feature("relu1");
                Tensor standard = Layout.flatten(values).minus(score.centre()).times(score.scale());
                return Layout.reshape(network.forward(standard, Mode.EVAL), -1);
              };
          double[] expected =
              FiniteDifferences.gradient(
                  exact,
                  new double[] {1, 1, 1},
                  batch.inputs().doubles(),
                  1e-6,
                  batch.inputs().shape());
          Tensor leaf = Autograd.variable(batch.inputs());
          Tensor found = Examination.score(MODEL, score, leaf, draws);
          assertThat(found.doubles())
              .containsExactly(
                  exact.apply(batch.inputs().to(DType.FLOAT64)).doubles(), within(1e-4));
          double[] slopes = Autograd.grad(Reductions.sum(found), leaf).doubles();
          assertThat(slopes).containsExactly(expected, within(1e-4));
          assertThat(Arrays.stream(slopes).map(Math::abs).max().orElseThrow()).isGreaterThan(.1);
        });
  }

  @Test
  void theSameLessonsGiveTheSameNetwork() {
    double[] once = Examination.scores(MODEL, FIT.fit(LESSONS), OTHERS.clean());
    assertThat(Examination.scores(MODEL, FIT.fit(LESSONS), OTHERS.clean())).containsExactly(once);
    Lessons otherSeed =
        new Lessons(
            LESSONS.classifier(),
            LESSONS.layers(),
            LESSONS.input(),
            LESSONS.classes(),
            LESSONS.clean(),
            LESSONS.contrast(),
            12,
            LESSONS.device());
    assertThat(Examination.scores(MODEL, FIT.fit(otherSeed), OTHERS.clean())).isNotEqualTo(once);
  }

  @Test
  void rowsStandForThemselves() {
    Examination.assertThatRowsStandForThemselves(MODEL, FIT.fit(LESSONS), OTHERS.clean());
  }

  @Test
  void theStateMakesTheSameScoreAgain() {
    ActivationNet score = FIT.fit(LESSONS);
    Examination.assertThatItIsTheSame(
        MODEL, score, ActivationNet.of(score.state()), OTHERS.clean());
    assertThat(score.settings()).containsEntry("hidden", 12).containsEntry("epochs", 30);
  }

  @Test
  void scoresAreFinite() {
    Examination.assertThatItStaysFinite(MODEL, FIT.fit(LESSONS));
  }

  @Test
  void badSettingsAndDataAreNamed() {
    assertThatThrownBy(() -> new ActivationNetFit(Optional.empty(), 0, 3))
        .isInstanceOf(BadInputException.class)
        .hasMessage("detector binary wants at least 1 hidden unit and 1 epoch, not 0 and 3");
    assertThatThrownBy(() -> FIT.fit(Classroom.lessons(MODEL, LESSONS.clean())))
        .isInstanceOf(BadInputException.class)
        .hasMessage("detector binary learns from adversarial samples: give --threat and --attack");
    Lessons wide =
        new Lessons(
            LESSONS.classifier(),
            List.of(new Layer("relu1", "Relu", List.of(64L, 33L, 33L))),
            LESSONS.input(),
            LESSONS.classes(),
            LESSONS.clean(),
            LESSONS.contrast(),
            LESSONS.seed(),
            LESSONS.device());
    assertThatThrownBy(() -> FIT.fit(wide))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "layer relu1 has 69,696 values a sample, detector binary takes at most 65,536: name"
                + " another layer");
  }
}
