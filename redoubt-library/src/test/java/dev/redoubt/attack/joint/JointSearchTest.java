package dev.redoubt.attack.joint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.attack.Attack;
import dev.redoubt.attack.Candidates;
import dev.redoubt.attack.StepSize;
import dev.redoubt.attack.Victims;
import dev.redoubt.data.Batch;
import dev.redoubt.data.InputSpec;
import dev.redoubt.evaluate.Meter;
import dev.redoubt.evaluate.MeteredModel;
import dev.redoubt.loss.Margin;
import dev.redoubt.model.Declaration;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the attacks on class and rejection search, whichever way they go. */
class JointSearchTest {

  /** The first row is another class already; one of the others never passes. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void passesAreCountedExactly(int which) {
    Attack<RejectingModel> attack = Attackers.attacks(Attackers.GUIDES, 7, 2).get(which);
    Meter meter = new Meter();
    Scope.run(
        () -> {
          Batch batch = Victims.batch(new float[] {.2f, .9f, .1f, .1f, .3f, .2f}, 0, 0, 0);
          RejectingModel view =
              (RejectingModel) MeteredModel.of(Attackers.view(Sum.guarded(), batch), meter);
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
  @MethodSource("dev.redoubt.attack.joint.Attackers#usual")
  void rowsDoNotDependOnTheBatchTheyAreIn(Attack<RejectingModel> attack) {
    NetworkModel model =
        Victims.linear(new float[][] {{4, 0}, {0, 4}, {-3, -3}}, new float[] {0, 0, 3}, 0, 1);
    Pipeline pipeline = Pipeline.of(model, Watch.slope(model.input(), 1.05, 1, 1));
    Scope.run(
        () -> {
          Batch batch = Victims.predicted(model, Victims.pixels(24, 9), 12);
          Candidates all = Attackers.run(attack, pipeline, batch, "l2:0.3", Goal.untargeted());
          int[] order = {7, 3, 11, 0, 5};
          Candidates some =
              Attackers.run(attack, pipeline, batch.rows(order), "l2:0.3", Goal.untargeted());
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
  @ValueSource(ints = {0, 1, 2})
  void whatIsNoNumberNeverCountsAndSpoilsNoOtherRow(int which) {
    Attack<RejectingModel> attack = Attackers.attacks(Attackers.GUIDES, 25, 1).get(which);
    for (Pipeline pipeline : withoutNumbers()) {
      for (String threat : List.of("linf:0.1", "l2:0.1", "l1:0.1")) {
        Scope.run(
            () -> {
              float[] points = {.9f, .15f, .55f, .41f, .5f, .45f};
              Batch batch = Victims.batch(points, 0, 0, 0);
              Candidates found = Attackers.run(attack, pipeline, batch, threat, Goal.untargeted());
              Candidates alone =
                  Attackers.run(attack, pipeline, batch.rows(1, 2), threat, Goal.untargeted());
              double[] all = found.points().doubles();
              assertThat(all[0]).isBetween(.8 - 1e-6, 1.0);
              assertThat(all[1]).isBetween(.05 - 1e-6, .25 + 1e-6);
              assertThat(found.steps()[0]).isEqualTo(25);
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
    Attack<RejectingModel> attack = Attackers.attacks(Attackers.GUIDES, 30, 2).get(which);
    NetworkModel model = Sum.model();
    Pipeline pipeline =
        Pipeline.of(
            model, new RandomNoise(.01, model.input()), Watch.layer(model.input(), .6, "same"));
    List<String> purposes = new ArrayList<>();
    Scope.run(
        () -> {
          Batch batch = Victims.batch(new float[] {.5f, .4f}, 0);
          Spied view = new Spied(Attackers.view(pipeline, batch), purposes);
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

  /** Nothing leaves ball or box. */
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
                Tensor x = Attackers.run(attack, pipeline, batch, text, Goal.untargeted()).points();
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
