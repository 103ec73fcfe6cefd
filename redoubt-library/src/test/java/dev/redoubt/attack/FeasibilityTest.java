package dev.redoubt.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.attack.apgd.Apgd;
import dev.redoubt.attack.apgd.ApgdT;
import dev.redoubt.attack.apgd.Ascent;
import dev.redoubt.attack.fab.Fab;
import dev.redoubt.attack.fab.FabT;
import dev.redoubt.attack.square.Square;
import dev.redoubt.attack.transfer.Transfer;
import dev.redoubt.data.Batch;
import dev.redoubt.loss.CrossEntropy;
import dev.redoubt.loss.Margin;
import dev.redoubt.loss.TargetedMargin;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.tensor.Scope;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.ThreatModel;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** Whatever an attack proposes lies in the ball and in the box. */
class FeasibilityTest {
  private static final int FEATURES = 8;
  private static final int ROWS = 5;
  private static final double SLACK = 1e-6;

  private static final StepSize LONG_STEP = new StepSize.OfEpsilon(0.7);
  private static final List<Attack<? super NetworkModel>> ATTACKS =
      List.of(
          new UniformNoise(3),
          new Fgsm(),
          Fgsm.minimal(),
          Pgd.bim(3),
          Pgd.momentumIterative(3),
          Pgd.forTraining(4, LONG_STEP),
          new Pgd("pgd", new Margin(), 4, LONG_STEP, 2, true, 0.9, true),
          new Pgd("pgd", new CrossEntropy(), 4, LONG_STEP, 2, true, 0, true),
          Pgd.nesterovIterative(3),
          new MultiTargeted(2, 4, LONG_STEP, 1),
          new Transfer(List.of(Victims.perceptron(FEATURES, 3, 1))),
          Apgd.ce(new Ascent(5, 2, 1, false)),
          Apgd.dlr(new Ascent(8, 1, 1, true)),
          Apgd.pma(new Ascent(5, 1, 1, false)),
          new ApgdT(new TargetedMargin(), 2, new Ascent(5, 1, 1, false)),
          new Fab(5, 2),
          new FabT(new Fab(5, 1), 2),
          new Square(30));

  @Property(tries = 12)
  void candidatesAreInBallAndBox(
      @ForAll @IntRange(max = 10_000) int seed,
      @ForAll @DoubleRange(min = 0.01, max = 2) double eps) {
    NetworkModel model = Victims.perceptron(FEATURES, 3, seed);
    for (String threat :
        List.of("linf:" + eps, "l2:" + eps, "l1:" + eps, "l0:" + Math.ceil(3 * eps))) {
      for (Attack<? super NetworkModel> attack : ATTACKS) {
        if (attack.refuses(ThreatModel.parse(threat), model).isEmpty()) {
          Scope.run(() -> check(attack, model, ThreatModel.parse(threat), seed));
        }
      }
    }
  }

  private static void check(
      Attack<? super NetworkModel> attack, NetworkModel model, ThreatModel threat, int seed) {
    Batch batch = Victims.batch(Victims.pixels(ROWS * FEATURES, seed), 0, 1, 2, 0, 1);
    double[] clean = batch.inputs().doubles();
    double[] found =
        attack
            .propose(model, batch, threat, Goal.untargeted(), batch.draws(seed, ""))
            .points()
            .doubles();
    assertThat(found).as("%s %s", attack.name(), threat).hasSameSizeAs(clean);
    for (int row = 0; row < ROWS; row++) {
      double sum = 0;
      double squares = 0;
      double largest = 0;
      int changed = 0;
      for (int i = row * FEATURES; i < (row + 1) * FEATURES; i++) {
        assertThat(found[i]).as("%s %s", attack.name(), threat).isBetween(0.0, 1.0);
        double change = Math.abs(found[i] - clean[i]);
        sum += change;
        squares += change * change;
        largest = Math.max(largest, change);
        changed += change > 0 ? 1 : 0;
      }
      double distance =
          switch (threat.norm().name()) {
            case "linf" -> largest;
            case "l2" -> Math.sqrt(squares);
            case "l1" -> sum;
            default -> changed;
          };
      assertThat(distance)
          .as("%s %s", attack.name(), threat)
          .isLessThanOrEqualTo(threat.epsilon() + SLACK);
    }
  }
}
