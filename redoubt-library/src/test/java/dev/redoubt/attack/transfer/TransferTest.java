package dev.redoubt.attack.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.Candidates;
import dev.redoubt.attack.CountingModel;
import dev.redoubt.attack.LossGradient;
import dev.redoubt.attack.Pgd;
import dev.redoubt.attack.StepSize;
import dev.redoubt.attack.Victims;
import dev.redoubt.attack.probe.InputDiversity;
import dev.redoubt.attack.probe.Probe;
import dev.redoubt.attack.probe.TranslationInvariant;
import dev.redoubt.data.Batch;
import dev.redoubt.loss.CrossEntropy;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.model.PublishedModels;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.testing.Withheld;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.InputDomain;
import dev.redoubt.threat.Linf;
import dev.redoubt.threat.ThreatModel;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TransferTest {
  private static final ThreatModel LINF = ThreatModel.parse("linf:0.1");
  private static final Pgd PGD = Pgd.of(6, new StepSize.OfEpsilon(.3), 1);
  private static final NetworkModel ONE = Victims.perceptron(6, 3, 1);
  private static final NetworkModel OTHER = Victims.perceptron(6, 3, 2);

  @Test
  void withTheTargetAsSurrogateItIsPgd() {
    Scope.run(
        () -> {
          Batch batch = Victims.batch(Victims.pixels(5 * 6, 3), 0, 1, 2, 0, 1);
          Transfer transfer = new Transfer(List.of(ONE), PGD);
          Candidates found =
              transfer.propose(ONE, batch, LINF, Goal.untargeted(), batch.draws(4, "t"));
          Candidates expected =
              PGD.onAllSamples()
                  .propose(ONE, batch, LINF, Goal.untargeted(), batch.draws(4, "t").of("run-0"));
          assertThat(found.points().floats()).containsExactly(expected.points().floats());
          assertThat(found.steps()).containsOnly(6);
        });
  }

  /** The gradient at the mean of the logits, not the mean of the gradients. */
  @Test
  void severalSurrogatesActAsTheirMean() {
    Scope.run(
        () -> {
          Batch batch = Victims.batch(Victims.pixels(2 * 6, 3), 0, 2);
          Draws draws = batch.draws(0, "");
          UnaryOperator<Tensor> objective =
              LossGradient.rising(new CrossEntropy(), Goal.untargeted(), batch.labels());
          MeanLogits mean = new MeanLogits(List.of(ONE, OTHER));
          Tensor x = batch.inputs();
          double[] both = ONE.logits(x, draws).plus(OTHER.logits(x, draws)).times(.5).doubles();
          assertThat(mean.logits(x, draws).doubles()).containsExactly(both, within(1e-6));
          LossGradient found = LossGradient.at(mean, x, objective, draws, 1);
          for (int i = 0; i < 6; i++) {
            float[] up = x.floats();
            up[i] += 1e-2f;
            float[] down = x.floats();
            down[i] -= 1e-2f;
            double slope = (loss(mean, up, objective) - loss(mean, down, objective)) / 2e-2;
            assertThat(found.gradient().doubles()[i]).isCloseTo(slope, within(2e-3));
          }
        });
  }

  private static double loss(MeanLogits mean, float[] pixels, UnaryOperator<Tensor> objective) {
    Tensor x = Victims.batch(pixels, 0, 2).inputs();
    return objective.apply(mean.logits(x, Draws.NONE)).doubles()[0];
  }

  /** Class 1 wins everywhere: rows of label 0 are broken, those of label 1 never. */
  @Test
  void theTargetIsAskedOnceARestartAndBrokenRowsLeave() {
    CountingModel target = new CountingModel(Victims.halfSpace(new float[] {.1f, .1f}, 10, 0, 1));
    NetworkModel surrogate = Victims.halfSpace(new float[] {1, 1}, -1, 0, 1);
    Batch batch = Victims.batch(Victims.pixels(10, 1), 0, 1, 1, 0, 1);
    Scope.run(
        () -> {
          Pgd three = Pgd.of(4, new StepSize.OfEpsilon(.5), 3);
          Candidates found =
              new Transfer(List.of(surrogate), three)
                  .propose(target, batch, LINF, Goal.untargeted(), batch.draws(0, ""));
          assertThat(found.steps()).containsExactly(4, 12, 12, 4, 12);
        });
    assertThat(target.forward()).isEqualTo(5 + 3);
    assertThat(target.backward()).isZero();
    Scope.run(
        () ->
            new Transfer(List.of(surrogate))
                .propose(target, batch, LINF, Goal.untargeted(), batch.draws(0, "")));
    assertThat(target.forward()).isEqualTo(5 + 3);
  }

  @Test
  void aSamplesResultDoesNotDependOnItsBatch() {
    NetworkModel target = Victims.pictures(1, 6, 6, 3, 1);
    List<GradientModel> surrogates =
        List.of(Victims.pictures(1, 6, 6, 3, 2), Victims.pictures(1, 6, 6, 3, 3));
    Probe probe =
        Probe.PLAIN
            .lookingAhead()
            .overScales(2)
            .with(new InputDiversity(.5, .6))
            .with(new TranslationInvariant(3));
    Transfer transfer = new Transfer(surrogates, Pgd.momentumIterative(4).with(probe));
    Scope.run(
        () -> {
          Batch all = Victims.predicted(target, Victims.pixels(4 * 36, 2), 4);
          int[] order = {2, 0, 3, 1};
          double[] together = points(transfer, target, all.rows(order));
          for (int i = 0; i < 4; i++) {
            assertThat(Arrays.copyOfRange(together, 36 * i, 36 * (i + 1)))
                .containsExactly(points(transfer, target, all.rows(order[i])), within(1e-5));
          }
        });
  }

  private static double[] points(Transfer transfer, NetworkModel target, Batch batch) {
    return transfer
        .propose(Withheld.labels(target), batch, LINF, Goal.untargeted(), batch.draws(1, ""))
        .points()
        .doubles();
  }

  /**
   * From an ordinary net to another's, which is robust to half of this. Of the first 128 digits,
   * whoever has no surrogate breaks one; the usual recipe 57, and smooth gradients suit digits even
   * better.
   */
  @Test
  void carriesOverBetterThanNoiseOfTheSameSize() {
    NetworkModel target = PublishedModels.common("wk_mnist_0.1");
    List<GradientModel> surrogates = List.of(PublishedModels.advertorch());
    Pgd smooth = Pgd.momentumIterative(10).with(Probe.PLAIN.with(new TranslationInvariant(7)));
    ThreatModel threat = ThreatModel.parse("linf:0.2");
    Scope.run(
        () -> {
          int[] first = IntStream.range(0, 128).toArray();
          Batch batch = Batch.read(PublishedModels.mnist(), first, Device.CPU);
          Draws draws = batch.draws(1, "");
          Tensor signs = new Linf().steepestAscent(draws.uniformLike(batch.inputs(), -1, 1), .2);
          Tensor noise = InputDomain.of(target.input()).clamp(batch.inputs().plus(signs));
          assertThat(wrong(target, batch, noise)).isLessThan(6);
          assertThat(wrong(target, batch, moved(new Transfer(surrogates), target, batch, threat)))
              .isBetween(50, 64);
          assertThat(
                  wrong(
                      target,
                      batch,
                      moved(new Transfer(surrogates, smooth), target, batch, threat)))
              .isGreaterThan(68);
        });
  }

  private static Tensor moved(
      Transfer transfer, NetworkModel target, Batch batch, ThreatModel threat) {
    return transfer.propose(target, batch, threat, Goal.untargeted(), batch.draws(1, "")).points();
  }

  private static int wrong(NetworkModel model, Batch batch, Tensor x) {
    boolean[] met = Goal.untargeted().met(model.predict(x, batch.draws(0, "")), batch.labels());
    return (int) IntStream.range(0, met.length).filter(row -> met[row]).count();
  }

  @Test
  void surrogatesMustFit() {
    Transfer transfer = new Transfer(List.of(ONE, OTHER));
    assertThat(transfer.refuses(LINF, ONE)).isEmpty();
    assertThat(transfer.refuses(LINF, Victims.perceptron(7, 3, 1)))
        .hasValue(
            "attack transfer wants surrogates for the inputs of model mlp, [7] in [0.0, 1.0], but"
                + " surrogate mlp takes [6] in [0.0, 1.0]");
    assertThat(transfer.refuses(LINF, Victims.perceptron(6, 4, 1)))
        .hasValue(
            "attack transfer wants surrogates for the 4 classes of model mlp, but surrogate mlp"
                + " has 3");
    assertThat(
            new Transfer(
                    List.of(ONE),
                    Pgd.momentumIterative(3).with(Probe.PLAIN.with(new InputDiversity())))
                .refuses(LINF, ONE))
        .isPresent();
    assertThatThrownBy(() -> new Transfer(List.of()))
        .isInstanceOf(BadInputException.class)
        .hasMessage("attack transfer wants at least one surrogate");
    assertThatThrownBy(() -> new Transfer(List.of(ONE, Victims.perceptron(6, 5, 1))))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("the 3 classes of surrogate mlp, but surrogate mlp has 5");
  }
}
