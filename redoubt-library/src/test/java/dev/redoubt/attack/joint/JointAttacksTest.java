package dev.redoubt.attack.joint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.Attack;
import dev.redoubt.attack.Candidates;
import dev.redoubt.attack.Pgd;
import dev.redoubt.attack.StepSize;
import dev.redoubt.attack.Victims;
import dev.redoubt.data.Batch;
import dev.redoubt.data.InputSpec;
import dev.redoubt.evaluate.Meter;
import dev.redoubt.evaluate.MeteredModel;
import dev.redoubt.loss.Margin;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.LabelModel;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.model.RejectingModel;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.pipeline.Purifier;
import dev.redoubt.purify.RandomNoise;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.ThreatModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The attacks that treat class and rejection apart, where the right way is known. */
class JointAttacksTest {
  private static final Guides GUIDES =
      Guides.of(
          new float[][] {{.9f, .95f}, {.55f, .75f}, {.1f, .2f}, {.38f, .95f}},
          new int[] {1, 1, 0, 1});

  /** Each with so many steps and restarts. */
  private static List<Attack<RejectingModel>> attacks(Guides guides, int steps, int restarts) {
    return List.of(
        new OrthogonalPgd(steps, restarts),
        new SelectivePgd(steps, restarts),
        new FeatureMatching(guides, steps, restarts));
  }

  static List<Attack<RejectingModel>> usual() {
    return List.of(
        new OrthogonalPgd(),
        new OrthogonalPgd(new Margin(), 100, new StepSize.OfEpsilon(.05), 1),
        new SelectivePgd(),
        new FeatureMatching(GUIDES));
  }

  /** Rejects where x0 > .6. */
  private static Pipeline guarded() {
    return Pipeline.of(Sum.model(), Watch.layer(Sum.model().input(), .6, "same"));
  }

  private static RejectingModel view(Pipeline pipeline, Batch batch) {
    return (RejectingModel) pipeline.adaptive(1, batch);
  }

  private static Candidates run(
      Attack<RejectingModel> attack, Pipeline pipeline, Batch batch, String threat, Goal goal) {
    return attack.propose(
        view(pipeline, batch), batch, ThreatModel.parse(threat), goal, batch.draws(1, "attack"));
  }

  /**
   * From here the straight way to class 1 passes the detector. Steps of selective PGD in L1 are
   * left out: they move the first feature alone.
   */
  @ParameterizedTest
  @MethodSource("usual")
  void eachPassesWhereTheStraightWayIsRejected(Attack<RejectingModel> attack) {
    for (String threat : List.of("l2:0.35", "linf:0.3", "l1:0.4")) {
      if (attack instanceof SelectivePgd && threat.startsWith("l1")) {
        continue;
      }
      Scope.run(
          () -> {
            Batch batch = Victims.batch(new float[] {.55f, .2f, .57f, .18f, .53f, .25f}, 0, 0, 0);
            Tensor found = run(attack, guarded(), batch, threat, Goal.untargeted()).points();
            assertThat(guarded().deployed().predict(found, batch.draws(2, "")).ints())
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
                      (GradientModel) guarded().oblivious(),
                      batch,
                      ThreatModel.parse("l2:0.35"),
                      Goal.untargeted(),
                      batch.draws(1, ""))
                  .points();
          assertThat(Sum.model().predict(found, batch.draws(2, "")).ints())
              .containsExactly(1, 1, 1);
          assertThat(guarded().deployed().predict(found, batch.draws(2, "")).ints())
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
          RejectingModel view = view(pipeline, batch);
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
    for (Attack<RejectingModel> attack : attacks(guides, 100, 2)) {
      Scope.run(
          () -> {
            float[] points = {.2f, .2f, .2f, .2f, .22f, .15f, .2f, .2f};
            Batch batch = Victims.batch(points, 0, 0, 0, 0);
            Candidates found = run(attack, pipeline, batch, "linf:0.2", goal);
            int[] classes = pipeline.deployed().predict(found.points(), batch.draws(2, "")).ints();
            assertThat(Arrays.copyOf(classes, 3)).as(attack.name()).containsExactly(2, 1, 2);
            // The last one's target is its label, which nothing can meet.
            assertThat(found.steps()[3]).isEqualTo(attack instanceof FeatureMatching ? 0 : 200);
          });
    }
  }

  /** The first row is another class already; one of the others never passes. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void passesAreCountedExactly(int which) {
    Attack<RejectingModel> attack = attacks(GUIDES, 7, 2).get(which);
    Meter meter = new Meter();
    Scope.run(
        () -> {
          Batch batch = Victims.batch(new float[] {.2f, .9f, .1f, .1f, .3f, .2f}, 0, 0, 0);
          RejectingModel view = (RejectingModel) MeteredModel.of(view(guarded(), batch), meter);
          Candidates found =
              attack.propose(
                  view,
                  batch,
                  ThreatModel.parse("linf:0.01"),
                  Goal.untargeted(),
                  batch.draws(1, ""));
          assertThat(found.steps()).containsExactly(0, 14, 14);
          assertThat(Arrays.copyOf(found.points().floats(), 2)).containsExactly(.2f, .9f);
          assertThat(found.points().floats()[2]).isNotEqualTo(.1f); // its last point
        });
    int guide = which == 2 ? 1 : 0;
    assertThat(meter.forwards(100)).isEqualTo(1);
    assertThat(meter.forwards(101)).isEqualTo(1 + 2 * (7 + 1 + guide));
    assertThat(meter.forwards(102)).isEqualTo(1 + 2 * (7 + 1 + guide));
    assertThat(meter.backwards()).isEqualTo(which == 0 ? 56 : 28);
  }

  @ParameterizedTest
  @MethodSource("usual")
  void rowsDoNotDependOnTheBatchTheyAreIn(Attack<RejectingModel> attack) {
    NetworkModel model =
        Victims.linear(new float[][] {{4, 0}, {0, 4}, {-3, -3}}, new float[] {0, 0, 3}, 0, 1);
    Pipeline pipeline = Pipeline.of(model, Watch.slope(model.input(), 1.05, 1, 1));
    Scope.run(
        () -> {
          Batch batch = Victims.predicted(model, Victims.pixels(24, 9), 12);
          Candidates all = run(attack, pipeline, batch, "l2:0.3", Goal.untargeted());
          int[] order = {7, 3, 11, 0, 5};
          Candidates some = run(attack, pipeline, batch.rows(order), "l2:0.3", Goal.untargeted());
          assertThat(Arrays.stream(all.steps()).distinct().count()).isGreaterThan(1);
          for (int i = 0; i < order.length; i++) {
            assertThat(some.steps()[i]).isEqualTo(all.steps()[order[i]]);
          }
          assertThat(some.points().doubles())
              .containsExactly(Layout.rows(all.points(), order).doubles(), within(1e-5));
        });
  }

  /** {@code √(x1 - .3)}: not a number in the lower part. */
  private record Root(InputSpec takes) implements Purifier {
    @Override
    public String name() {
      return "root";
    }

    @Override
    public Tensor apply(Tensor x, Draws draws) {
      Tensor root = Elementwise.sqrt(Layout.columns(x, 1, 2).minus(.3));
      return Layout.concat(List.of(Layout.columns(x, 0, 1), root), 1);
    }

    @Override
    public Declaration declares() {
      return Declaration.PLAIN;
    }
  }

  private static List<Pipeline> withoutNumbers() {
    NetworkModel model = Sum.model();
    Watch right = Watch.slope(model.input(), .6, 1, 0);
    Watch root =
        new Watch(
            model.input(),
            .6,
            Set.of(),
            (seen, x) -> {
              Tensor up = Layout.reshape(Layout.columns(x, 1, 2), -1);
              Tensor along = Layout.reshape(Layout.columns(x, 0, 1), -1);
              return along.plus(Elementwise.sqrt(up.minus(.3)).times(.01));
            });
    return List.of(Pipeline.of(model, new Root(model.input()), right), Pipeline.of(model, root));
  }

  /** The first row's class and score are no numbers anywhere in its ball. */
  @ParameterizedTest
  @MethodSource("usual")
  void whatIsNoNumberNeverCountsAndSpoilsNoOtherRow(Attack<RejectingModel> attack) {
    for (Pipeline pipeline : withoutNumbers()) {
      for (String threat : List.of("linf:0.1", "l2:0.1", "l1:0.1")) {
        Scope.run(
            () -> {
              float[] points = {.9f, .15f, .55f, .41f, .5f, .45f};
              Batch batch = Victims.batch(points, 0, 0, 0);
              Candidates found = run(attack, pipeline, batch, threat, Goal.untargeted());
              Candidates alone = run(attack, pipeline, batch.rows(1, 2), threat, Goal.untargeted());
              double[] all = found.points().doubles();
              assertThat(all[0]).isBetween(.8 - 1e-6, 1.0);
              assertThat(all[1]).isBetween(.05 - 1e-6, .25 + 1e-6);
              assertThat(found.steps()[0]).isGreaterThanOrEqualTo(100);
              assertThat(Arrays.copyOfRange(all, 2, 6))
                  .containsExactly(alone.points().doubles(), within(1e-6));
              assertThat(Arrays.copyOfRange(found.steps(), 1, 3)).isEqualTo(alone.steps());
            });
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void everyLookAtARandomModelHasDrawsOfItsOwn(int which) {
    Attack<RejectingModel> attack = attacks(GUIDES, 30, 2).get(which);
    NetworkModel model = Sum.model();
    Pipeline pipeline =
        Pipeline.of(
            model, new RandomNoise(.01, model.input()), Watch.layer(model.input(), .6, "same"));
    List<String> purposes = new ArrayList<>();
    Scope.run(
        () -> {
          Batch batch = Victims.batch(new float[] {.5f, .4f}, 0);
          Spied view = new Spied(view(pipeline, batch), purposes);
          Candidates found =
              attack.propose(
                  view,
                  batch,
                  ThreatModel.parse("linf:0.3"),
                  Goal.untargeted(),
                  batch.draws(1, ""));
          assertThat(pipeline.deployed().predict(found.points(), batch.draws(2, "")).ints())
              .containsExactly(1);
        });
    // One draw is never sure, so all steps are taken.
    assertThat(purposes).hasSize(1 + 2 * (30 + 1 + (which == 2 ? 1 : 0))).doesNotHaveDuplicates();
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
            Tensor found = run(attack, pipeline, batch, "linf:0.3", Goal.untargeted()).points();
            double[] x = found.doubles();
            assertThat(x[0]).as(attack.name()).isLessThan(.5);
            assertThat(x[0] + x[1]).as(attack.name()).isGreaterThan(1.1);
          });
    }
  }

  @Test
  void settingsAndRefusalsAreSentences() {
    NetworkModel model = Sum.model();
    assertThatThrownBy(() -> new OrthogonalPgd(0, 1))
        .isInstanceOf(BadInputException.class)
        .hasMessage("orthogonal-pgd wants at least 1 step and 1 restart, not 0 and 1");
    assertThat(new OrthogonalPgd().refuses(ThreatModel.parse("l0:2"), model))
        .contains("attack orthogonal-pgd has no form for l0, only for linf, l2 and l1");
    assertThat(new SelectivePgd().refuses(ThreatModel.parse("l0:2"), model)).isEmpty();
    assertThat(
            new FeatureMatching(Guides.of(new float[0][], new int[0]))
                .refuses(ThreatModel.parse("l2:1"), model))
        .contains("attack feature-matching wants at least 1 guide, but there is none");
    assertThat(
            new FeatureMatching(Guides.of(new float[][] {{1, 2, 3}}, new int[1]))
                .refuses(ThreatModel.parse("l2:1"), model))
        .contains("attack feature-matching has guides of 3 values, but model sum takes 2");
    assertThat(new OrthogonalPgd(new Margin(), 5, new StepSize.Absolute(.1), 2).scaled(3))
        .isEqualTo(new OrthogonalPgd(new Margin(), 5, new StepSize.Absolute(.1 * 3), 2));
    for (Attack<RejectingModel> attack : usual()) {
      assertThat(attack.scaled(2)).isEqualTo(attack);
      assertThat(attack.needs()).isEqualTo(RejectingModel.class);
      assertThat(attack.settings()).containsEntry("steps", 100).containsKey("restarts");
    }
  }

  /** How L2 and the others measure what lies around {@code x}; nothing leaves ball or box. */
  @ParameterizedTest
  @ValueSource(strings = {"linf:0.2", "l2:0.4", "l1:0.7", "l0:2"})
  void candidatesAreFeasible(String text) {
    ThreatModel threat = ThreatModel.parse(text);
    for (long seed = 0; seed < 6; seed++) {
      long s = seed;
      NetworkModel model = Victims.perceptron(6, 3, seed);
      Pipeline pipeline =
          Pipeline.of(model, Watch.slope(model.input(), 1, Victims.weights(6, seed)));
      Scope.run(
          () -> {
            Batch batch = Victims.batch(Victims.pixels(5 * 6, s), 0, 1, 2, 0, 1);
            float[][] guides = new float[5][];
            Arrays.setAll(guides, i -> Layout.row(batch.inputs(), i).floats());
            Guides own = Guides.of(guides, new int[] {0, 1, 2, 0, 1});
            for (Attack<RejectingModel> attack :
                List.<Attack<RejectingModel>>of(
                    new OrthogonalPgd(new Margin(), 4, new StepSize.OfEpsilon(.7), 2),
                    new SelectivePgd(new Margin(), 4, new StepSize.OfEpsilon(.7), 2),
                    new FeatureMatching(own, 4, new StepSize.OfEpsilon(.7), 2))) {
              if (attack.refuses(threat, model).isEmpty()) {
                Tensor x = run(attack, pipeline, batch, text, Goal.untargeted()).points();
                assertThat(Arrays.stream(x.doubles()).boxed())
                    .allMatch(value -> value >= 0 && value <= 1);
                assertThat(Reductions.max(threat.norm().distance(x, batch.inputs()), 0).item())
                    .as("%s %s", attack.name(), text)
                    .isBetween(1e-3, threat.epsilon() + 1e-6);
              }
            }
          });
    }
  }
}
