package dev.redoubt.attack.joint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.attack.Attack;
import dev.redoubt.attack.Candidates;
import dev.redoubt.attack.Pgd;
import dev.redoubt.attack.StepSize;
import dev.redoubt.attack.Victims;
import dev.redoubt.data.Batch;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.LabelModel;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.model.RejectingModel;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.purify.RandomNoise;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.ThreatModel;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The attacks that treat class and rejection apart, where the right way is known. */
class JointAttacksTest {

  /**
   * From here the straight way to class 1 passes the detector. Steps of selective PGD in L1 are
   * left out: they move the first feature alone.
   */
  @ParameterizedTest
  @MethodSource("dev.redoubt.attack.joint.Attackers#usual")
  void eachPassesWhereTheStraightWayIsRejected(Attack<RejectingModel> attack) {
    for (String threat : List.of("l2:0.35", "linf:0.3", "l1:0.4")) {
      if (attack instanceof SelectivePgd && threat.startsWith("l1")) {
        continue;
      }
      Scope.run(
          () -> {
            Batch batch = Victims.batch(new float[] {.55f, .2f, .57f, .18f, .53f, .25f}, 0, 0, 0);
            Tensor found =
                Attackers.run(attack, Sum.guarded(), batch, threat, Goal.untargeted()).points();
            assertThat(Sum.guarded().deployed().predict(found, batch.draws(2, "")).ints())
                .as(threat)
                .containsExactly(1, 1, 1);
          });
    }
  }

  @Test
  void thoseWhoDoNotKnowOfTheDetectorAreAlwaysRejectedThere() {
    Pgd pgd = Pgd.of(100, new StepSize.OfEpsilon(.05), 3);
    Scope.run(
        () -> {
          Batch batch = Victims.batch(new float[] {.55f, .2f, .57f, .18f, .53f, .25f}, 0, 0, 0);
          Tensor found =
              pgd.propose(
                      (GradientModel) Sum.guarded().oblivious(),
                      batch,
                      ThreatModel.parse("l2:0.35"),
                      Goal.untargeted(),
                      batch.draws(1, ""))
                  .points();
          assertThat(Sum.model().predict(found, batch.draws(2, "")).ints())
              .containsExactly(1, 1, 1);
          assertThat(Sum.guarded().deployed().predict(found, batch.draws(2, "")).ints())
              .containsOnly(LabelModel.NO_CLASS);
        });
  }

  /** Signs go up and down the diagonal, also those of one wish at a time; straight steps do not. */
  @Test
  void stepsAlongSignsCanCycleWhereOrthogonalOnesCannot() {
    Pipeline pipeline = Diagonal.pipeline();
    ThreatModel threat = ThreatModel.parse("linf:" + Diagonal.EPSILON);
    Scope.run(
        () -> {
          Batch batch = Victims.batch(diagonal(), new int[8]);
          RejectingModel view = Attackers.view(pipeline, batch);
          Draws draws = batch.draws(3, "");
          Pgd joint = Pgd.of(100, new StepSize.OfEpsilon(.05), 2);
          Attack<RejectingModel> selective = new SelectivePgd(100, 2);
          Attack<RejectingModel> orthogonal = new OrthogonalPgd(100, 2);
          Goal goal = Goal.untargeted();
          LabelModel deployed = pipeline.deployed();
          assertThat(deployed.predict(batch.inputs(), draws).ints()).containsOnly(0);
          Tensor signs = joint.propose(view, batch, threat, goal, draws).points();
          assertThat(deployed.predict(signs, draws).ints()).doesNotContain(1);
          Tensor one = selective.propose(view, batch, threat, goal, draws).points();
          assertThat(deployed.predict(one, draws).ints()).doesNotContain(1);
          Candidates straight = orthogonal.propose(view, batch, threat, goal, draws);
          assertThat(deployed.predict(straight.points(), draws).ints()).containsOnly(1);
          assertThat(Arrays.stream(straight.steps()).boxed()).allMatch(steps -> steps <= 50);
        });
  }

  private static float[] diagonal() {
    float[] points = new float[8 * Diagonal.FEATURES];
    for (int row = 0; row < 8; row++) {
      float[] point = Diagonal.point(.001 * row, -.001 * row);
      System.arraycopy(point, 0, points, row * point.length, point.length);
    }
    return points;
  }

  /** Three classes, of which 0 leads by .5; suspicious is what is bright. */
  @Test
  void targetsAreReached() {
    NetworkModel model =
        Victims.linear(new float[][] {{0, 0}, {5, 0}, {0, 5}}, new float[] {1.5f, 0, 0}, 0, 1);
    Pipeline pipeline = Pipeline.of(model, Watch.slope(model.input(), .45, 1, 1));
    Guides guides =
        Guides.of(
            new float[][] {{.02f, .4f}, {.4f, .02f}, {.1f, .1f}, {0, .42f}},
            new int[] {2, 1, 0, 2});
    Goal goal = new Goal.Targeted(new int[] {2, 1, 2, 0});
    for (Attack<RejectingModel> attack : Attackers.attacks(guides, 100, 2)) {
      Scope.run(
          () -> {
            float[] points = {.2f, .2f, .2f, .2f, .22f, .15f, .2f, .2f};
            Batch batch = Victims.batch(points, 0, 0, 0, 0);
            Candidates found = Attackers.run(attack, pipeline, batch, "linf:0.2", goal);
            int[] classes = pipeline.deployed().predict(found.points(), batch.draws(2, "")).ints();
            assertThat(Arrays.copyOf(classes, 3)).as(attack.name()).containsExactly(2, 1, 2);
            // The last one's target is its label, which nothing can meet.
            assertThat(found.steps()[3]).isEqualTo(attack instanceof FeatureMatching ? 0 : 200);
          });
    }
  }

  /** A random model comes through in most draws only well within class and threshold. */
  @Test
  void onRandomModelsTheNarrowerMarginIsWidened() {
    NetworkModel model = Sum.model();
    Pipeline pipeline =
        Pipeline.of(
            model, new RandomNoise(.02, model.input()), Watch.slope(model.input(), 6, 10, 0));
    for (Attack<RejectingModel> attack :
        List.<Attack<RejectingModel>>of(new OrthogonalPgd(), new SelectivePgd())) {
      Scope.run(
          () -> {
            Batch batch = Victims.batch(new float[] {.5f, .4f}, 0);
            Tensor found =
                Attackers.run(attack, pipeline, batch, "linf:0.3", Goal.untargeted()).points();
            double[] x = found.doubles();
            assertThat(x[0]).as(attack.name()).isLessThan(.5);
            assertThat(x[0] + x[1]).as(attack.name()).isGreaterThan(1.1);
          });
    }
  }
}
