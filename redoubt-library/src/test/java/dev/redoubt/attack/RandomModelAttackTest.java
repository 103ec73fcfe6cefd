package dev.redoubt.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.attack.apgd.Apgd;
import dev.redoubt.attack.apgd.Ascent;
import dev.redoubt.data.Batch;
import dev.redoubt.loss.CrossEntropy;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.ThreatModel;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

/** Attacks on models that answer the same question in several ways. */
class RandomModelAttackTest {
  private static final NetworkModel NET = Victims.perceptron(4, 3, 8);

  @Test
  void lossAndGradientAreTheMeansOverAllDraws() {
    Jittered model = new Jittered(NET, .2);
    Scope.run(
        () -> {
          Batch batch = Victims.batch(Victims.pixels(2 * 4, 5), 0, 2);
          Draws draws = batch.draws(3, "here");
          double[] gradient = new double[8];
          double[] losses = new double[2];
          for (int i = 0; i < 5; i++) {
            LossGradient one =
                LossGradient.at(
                    model,
                    batch.inputs(),
                    LossGradient.rising(new CrossEntropy(), Goal.untargeted(), batch.labels()),
                    draws.of("draw-" + i),
                    1);
            add(gradient, one.gradient().doubles(), 5);
            add(losses, one.losses().doubles(), 5);
          }
          LossGradient all =
              LossGradient.at(
                  model,
                  batch.inputs(),
                  LossGradient.rising(new CrossEntropy(), Goal.untargeted(), batch.labels()),
                  draws,
                  5);
          assertThat(all.gradient().doubles()).containsExactly(gradient, within(1e-6));
          assertThat(all.losses().doubles()).containsExactly(losses, within(1e-6));
          assertThat(all.logits().shape()).containsExactly(10, 3);
        });
    assertThat(new HashSet<>(model.purposes())).hasSize(5);
  }

  private static void add(double[] sum, double[] part, int parts) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += part[i] / parts;
    }
  }

  /** Draws of two rows with label 0: the first row is wrong in so many, the second never. */
  private static Hits voted(int wrong, int draws) {
    float[] logits = new float[draws * 2 * 2];
    for (int draw = 0; draw < draws; draw++) {
      logits[4 * draw + (draw < wrong ? 1 : 0)] = 1;
      logits[4 * draw + 2] = 1;
    }
    return Scope.value(
        () ->
            Hits.of(
                Tensors.of(logits, 2L * draws, 2), Tensors.ofInts(0, 0), Goal.untargeted(), true));
  }

  @Test
  void rowsAreLetGoOnlyWhereHalfOfAllDrawsIsTwoDeviationsAway() {
    Hits close = voted(14, 20);
    assertThat(close.share()).containsExactly(.7, 0);
    assertThat(close.met(0)).isTrue();
    assertThat(close.sure()).containsExactly(false, false);
    assertThat(voted(15, 20).sure()).containsExactly(true, false);
    assertThat(voted(10, 20).met(0)).isFalse();
    assertThat(voted(1, 1).sure()).containsExactly(false, false);
    assertThat(voted(1, 1).met(0)).isTrue();
  }

  @Test
  void thePointThatConvincesMostDrawsIsKept() {
    Scope.run(
        () -> {
          Found found = Found.nothing(Tensors.of(new float[] {0, 0}, 2, 1));
          found = found.looking(voted(13, 20), Tensors.of(new float[] {1, 1}, 2, 1), 1);
          found = found.looking(voted(11, 20), Tensors.of(new float[] {2, 2}, 2, 1), 2);
          assertThat(found.points().floats()).containsExactly(1, 0);
          found = found.looking(voted(14, 20), Tensors.of(new float[] {3, 3}, 2, 1), 3);
          assertThat(found.points().floats()).containsExactly(3, 0);
          assertThat(found.candidates().steps()).containsExactly(3, 3);
          assertThat(found.looking(voted(1, 20), found.points(), 4).steps()).containsExactly(3, 4);
          assertThat(found.open()).containsExactly(0, 1);
        });
  }

  /** With a draw a step nothing is sure; averaging, the sample leaves as soon as it is. */
  @Test
  void everyStepAndEveryDrawIsAnother() {
    Jittered model = new Jittered(Victims.halfSpace(new float[] {1, 1}, -1.1f, 0, 1), .02);
    Batch batch = Victims.batch(new float[] {.45f, .45f}, 0);
    Scope.run(
        () -> {
          Apgd single = Apgd.ce(new Ascent(10, 1, 1, false));
          Candidates found =
              single.propose(
                  model,
                  batch,
                  ThreatModel.parse("linf:0.3"),
                  Goal.untargeted(),
                  batch.draws(0, ""));
          assertThat(model.purposes()).hasSize(11).doesNotHaveDuplicates();
          assertThat(found.points().floats()[0]).isGreaterThan(.55f);
          model.purposes().clear();
          Apgd averaged = Apgd.ce(new Ascent(10, 1, 20, false));
          averaged.propose(
              model, batch, ThreatModel.parse("linf:0.3"), Goal.untargeted(), batch.draws(0, ""));
          assertThat(model.purposes()).doesNotHaveDuplicates();
          assertThat(model.purposes().size()).isBetween(20, 100);
        });
  }
}
