package dev.redoubt.attack.joint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.Candidates;
import dev.redoubt.attack.StepSize;
import dev.redoubt.attack.Victims;
import dev.redoubt.data.Batch;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.model.RejectingModel;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.threat.Ball;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.InputDomain;
import dev.redoubt.threat.L2;
import dev.redoubt.threat.ThreatModel;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Guides, and the way towards them. */
class FeatureMatchingTest {
  private static final float[][] SAMPLES = {{0}, {5}, {2}, {9}, {1}, {3}};
  private static final int[] LABELS = {0, 1, 1, 2, 2, 1};

  @Test
  void guidesAreTheNearestOfEachClassInTurn() {
    Guides guides = Guides.of(SAMPLES, LABELS);
    float[] sample = {2.2f};
    assertThat(guides.choose(sample, new int[] {1, 2, 0}, 3)).containsExactly(2, 4, 0);
    assertThat(guides.choose(sample, new int[] {2, 1}, 3)).containsExactly(4, 2, 3);
    assertThat(guides.choose(sample, new int[] {1}, 9)).containsExactly(2, 5, 1);
    // No guide is of class 3 or 7: the next likeliest takes its place.
    assertThat(guides.choose(sample, new int[] {3, 2, 7, 1}, 2)).containsExactly(4, 2);
    assertThat(guides.choose(sample, new int[] {3}, 2)).isEmpty();
  }

  @Test
  void guidesAreCopiesAndEqualByTheirValues() {
    float[][] samples = {{1, 2}, {3, 4}};
    int[] labels = {0, 1};
    Guides guides = Guides.of(samples, labels);
    samples[0][0] = 7;
    labels[0] = 1;
    assertThat(guides).isEqualTo(Guides.of(new float[][] {{1, 2}, {3, 4}}, new int[] {0, 1}));
    assertThat(guides).isNotEqualTo(Guides.of(samples, new int[] {0, 1}));
    assertThat(guides).isNotEqualTo(Guides.of(new float[][] {{1, 2}, {3, 4}}, labels));
    assertThat(new FeatureMatching(guides))
        .hasSameHashCodeAs(
            new FeatureMatching(Guides.of(new float[][] {{1, 2}, {3, 4}}, new int[] {0, 1})));
    assertThatThrownBy(() -> Guides.of(samples, new int[1]))
        .isInstanceOf(BadInputException.class)
        .hasMessage("guides want a label each, but there are 1 labels for 2 samples");
    assertThatThrownBy(() -> Guides.of(new float[][] {{1}, {1, 2}}, labels))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "guides must have the same number of values, but there are 1 in the first and 2 in number 1");
  }

  /** Parts count alike, however large they are; each row has its own guide. */
  @Test
  void theWayIsDownTheRelativeDistanceOfTheParts() {
    NetworkModel model = Sum.model();
    Pipeline pipeline =
        Pipeline.of(
            model,
            new Watch(
                model.input(), 9, Set.of("same", "fc"), (seen, x) -> Reductions.sumPerSample(x)));
    Scope.run(
        () -> {
          Batch batch = Victims.batch(new float[] {.1f, .2f, .5f, .7f}, 0, 1);
          RejectingModel view = (RejectingModel) pipeline.adaptive(1, batch);
          Draws draws = batch.draws(0, "");
          Ball ball = new L2().ball(batch.inputs(), 1, new InputDomain(0, 1));
          Tensor guides = Tensors.of(new float[] {.9f, .8f, .3f, .6f}, 2, 2);
          Guided guided = Guided.by(view.verdictOnTape(guides, draws).representation());
          double[] way = guided.direction(Look.at(view, batch.inputs(), draws), ball).doubles();
          // Of the logits 2·14·10/49 and -2·3·10/1, of the other layer 2·gap/1.45 and 2·gap/.45.
          assertThat(way)
              .containsExactly(new double[] {6.81773, 6.54187, -60.8889, -60.4444}, within(2e-3));
        });
  }

  /** Only class 2 has a guide, and the sample of class 2 has none. */
  @Test
  void aRowWithoutGuidesKeepsItsCleanPoint() {
    NetworkModel model =
        Victims.linear(new float[][] {{5, 0}, {0, 5}, {-5, -5}}, new float[] {0, 0, 4}, 0, 1);
    Pipeline pipeline = Pipeline.of(model, Watch.slope(model.input(), 2, 1, 0));
    FeatureMatching attack =
        new FeatureMatching(
            Guides.of(new float[][] {{.1f, .1f}}, new int[] {2}),
            30,
            new StepSize.OfEpsilon(.1),
            2);
    Scope.run(
        () -> {
          Batch batch = Victims.batch(new float[] {.4f, .1f, .1f, .2f, .1f, .4f}, 0, 2, 1);
          Candidates found =
              attack.propose(
                  (RejectingModel) pipeline.adaptive(1, batch),
                  batch,
                  ThreatModel.parse("linf:0.25"),
                  Goal.untargeted(),
                  batch.draws(1, ""));
          assertThat(pipeline.deployed().predict(found.points(), batch.draws(2, "")).ints())
              .containsExactly(2, 2, 2);
          assertThat(found.steps()[1]).isZero();
          float[] points = found.points().floats();
          assertThat(new float[] {points[2], points[3]}).containsExactly(.1f, .2f);
        });
  }

  /** Towards the likeliest class first; the second run goes to the next. */
  @Test
  void eachRunGoesToAnotherClass() {
    NetworkModel model =
        Victims.linear(new float[][] {{0, 0}, {5, 0}, {0, 5}}, new float[] {3, 0, 0}, 0, 1);
    Pipeline pipeline = Pipeline.of(model, Watch.slope(model.input(), .8, 1, 0));
    // Class 1 is likelier; but its way leads past the detector's threshold only beyond the ball.
    Guides guides = Guides.of(new float[][] {{.75f, .3f}, {.3f, .75f}}, new int[] {1, 2});
    Scope.run(
        () -> {
          Batch batch = Victims.batch(new float[] {.45f, .42f}, 0);
          for (int runs = 1; runs <= 2; runs++) {
            Candidates found =
                new FeatureMatching(guides, 20, new StepSize.OfEpsilon(.1), runs)
                    .propose(
                        (RejectingModel) pipeline.adaptive(1, batch),
                        batch,
                        ThreatModel.parse("linf:0.1"),
                        Goal.untargeted(),
                        batch.draws(1, ""));
            float[] x = found.points().floats();
            assertThat(found.steps()[0]).isEqualTo(20 * runs);
            assertThat(x[runs - 1]).isGreaterThan(runs == 1 ? .54f : .51f);
            assertThat(x[2 - runs]).isLessThan(.37f);
          }
        });
  }
}
