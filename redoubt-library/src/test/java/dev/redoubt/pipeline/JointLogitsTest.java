package dev.redoubt.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.attack.Pgd;
import dev.redoubt.attack.StepSize;
import dev.redoubt.attack.Victims;
import dev.redoubt.data.Batch;
import dev.redoubt.model.Declaration.Backward;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.LabelModel;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.model.Observation;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.RandomStream;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.ThreatModel;
import java.util.Arrays;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/**
 * Class and rejection in one: an attack has come through where it gets a class, and another one.
 */
final class JointLogitsTest {
  private static final int ROWS = 8;

  /** {@code 20 · (x0 - .6)}: rejects what lies to the right. */
  private static Toys.Alarm toTheRight(NetworkModel model) {
    return new Toys.Alarm(
        model.input(),
        0,
        Toys.EXACT,
        (x, logits) -> Layout.reshape(Layout.columns(x, 0, 1).minus(0.6), -1).times(20));
  }

  /**
   * Thresholds are often within a few roundings of a row's score, and logits large, so that the
   * excess alone cannot be told from none in their sum.
   */
  @Property(tries = 200)
  void anotherClassWinsIfAndOnlyIfItIsGivenAndNotRejected(
      @ForAll @IntRange(max = 1_000_000) int seed,
      @ForAll @IntRange(min = -3, max = 3) int nudge,
      @ForAll boolean near) {
    RandomStream stream = RandomStream.of(seed, -1, "joint");
    float[] slope = {(float) stream.gaussian(), (float) stream.gaussian()};
    float[] x = new float[ROWS * 2];
    stream.fillUniform(x, 0, x.length, 0, 1);
    int[] labels = new int[ROWS];
    Arrays.setAll(labels, i -> stream.below(3));
    float[][] weight = new float[3][2];
    for (float[] row : weight) {
      stream.fillGaussian(row, 0, 2);
    }
    float[] bias = {50, 50, 50};
    NetworkModel model = Victims.linear(weight, bias, 0, 1);
    Scope.run(
        () -> {
          Batch batch = Victims.batch(x, labels);
          Tensor w = Tensors.of(slope, 1, 2);
          Detector probe = alarm(model, w, 0);
          Rest rest = (inputs, draws) -> model.logits(inputs, draws);
          Observation clean = rest.observe(batch.inputs(), Set.of(), Draws.NONE);
          float score = probe.score(clean, rest, batch.inputs(), Draws.NONE).floats()[0];
          double threshold = near ? score + nudge * Math.ulp(score) : stream.gaussian();
          Pipeline pipeline = Pipeline.of(model, alarm(model, w, threshold));
          Draws draws = batch.draws(1, "joint");
          int[] given = pipeline.deployed().predict(batch.inputs(), draws).ints();
          GradientModel joint = (GradientModel) pipeline.adaptive(1, batch);
          int[] seen = Reductions.argmax(joint.logits(batch.inputs(), draws), 1).ints();
          for (int row = 0; row < ROWS; row++) {
            boolean through = given[row] != labels[row] && given[row] != LabelModel.NO_CLASS;
            assertThat(seen[row] != labels[row])
                .as("row %d gives %d", row, given[row])
                .isEqualTo(through);
          }
        });
  }

  private static Toys.Alarm alarm(NetworkModel model, Tensor slope, double threshold) {
    return new Toys.Alarm(
        model.input(),
        threshold,
        Toys.EXACT,
        (x, logits) -> Reductions.sumPerSample(x.times(slope)));
  }

  /** Class 1 where x0 + x1 > 1; from here the straight way there passes the detector. */
  @Test
  void attacksOnTheJointViewPassBothWhereThoseOnTheClassifierAreRejected() {
    NetworkModel model = Victims.halfSpace(new float[] {10, 10}, -10, 0, 1);
    Pipeline pipeline = Pipeline.of(model, toTheRight(model));
    Pgd pgd = Pgd.of(100, new StepSize.OfEpsilon(0.05), 1);
    ThreatModel threat = ThreatModel.parse("l2:0.35");
    Scope.run(
        () -> {
          Batch batch =
              Victims.batch(new float[] {0.55f, 0.2f, 0.57f, 0.18f, 0.53f, 0.25f}, 0, 0, 0);
          Draws draws = batch.draws(1, "pgd");
          LabelModel deployed = pipeline.deployed();
          assertThat(deployed.predict(batch.inputs(), draws).ints()).containsExactly(0, 0, 0);

          Tensor alone =
              pgd.propose(
                      (GradientModel) pipeline.oblivious(), batch, threat, Goal.untargeted(), draws)
                  .points();
          assertThat(model.predict(alone, draws).ints()).containsExactly(1, 1, 1);
          assertThat(deployed.predict(alone, draws).ints())
              .containsOnly(LabelModel.NO_CLASS)
              .hasSize(3);

          Tensor joint =
              pgd.propose(
                      (GradientModel) pipeline.adaptive(1, batch),
                      batch,
                      threat,
                      Goal.untargeted(),
                      draws)
                  .points();
          assertThat(deployed.predict(joint, draws).ints()).containsExactly(1, 1, 1);
        });
  }

  /** Rejected rows: the label's logit is the largest one plus the excess; else nothing changes. */
  @Test
  void theLabelIsRaisedByTheExcess() {
    NetworkModel model = Victims.halfSpace(new float[] {10, 10}, -10, 0, 1);
    Pipeline pipeline = Pipeline.of(model, toTheRight(model));
    Scope.run(
        () -> {
          Batch batch = Victims.batch(new float[] {0.9f, 0.9f, 0.2f, 0.1f, 0.5f, 0.9f}, 0, 0, 0);
          double[] logits =
              ((GradientModel) pipeline.adaptive(1, batch))
                  .logits(batch.inputs(), batch.draws(1, ""))
                  .doubles();
          // Logits 8, -7, 4 of class 1; excesses 6, -8, -2.
          assertThat(logits).containsExactly(new double[] {14, 8, 0, -7, 2, 4}, within(2e-5));
        });
  }

  /** Being rejected is a success for this one, who does not give labels. */
  @Test
  void withoutLabelsRejectionIsNotFoldedIn() {
    NetworkModel model = Victims.halfSpace(new float[] {10, 10}, -10, 0, 1);
    Pipeline pipeline = Pipeline.of(model, toTheRight(model));
    Scope.run(
        () -> {
          Tensor x = Tensors.of(new float[] {0.9f, 0.9f}, 1, 2);
          Draws draws = new Draws(1, new long[] {3}, "");
          assertThat(((GradientModel) pipeline.adaptive(1)).logits(x, draws).floats())
              .containsExactly(model.logits(x, draws).floats());
        });
  }

  /** A score in steps, with a surrogate whose slope is 7 in x1 alone. */
  @Test
  void scoresWithoutADerivativeAreClimbedThroughTheirSurrogate() {
    NetworkModel model = Victims.halfSpace(new float[] {10, 10}, -10, 0, 1);
    Toys.Alarm steps =
        new Toys.Alarm(
            model.input(),
            0.5,
            new Backward.Surrogate(
                "a slope", (x, draws) -> Layout.reshape(Layout.columns(x, 1, 2), -1).times(7)),
            (x, logits) -> Elementwise.ceil(Layout.reshape(Layout.columns(x, 0, 1), -1).times(4)));
    Scope.run(
        () -> {
          Batch batch = Victims.batch(new float[] {0.6f, 0.1f}, 1);
          GradientModel joint = (GradientModel) Pipeline.of(model, steps).adaptive(1, batch);
          Tensor leaf = Autograd.variable(batch.inputs());
          Tensor logits = joint.logitsOnTape(leaf, batch.draws(1, ""));
          // Class 0 leads with 0; the score is 3, its excess 2.5, and the label gets both.
          assertThat(logits.doubles()).containsExactly(new double[] {0, 2.5}, within(2e-5));
          assertThat(joint.gradient(Reductions.sum(logits), leaf).floats()).containsExactly(0, 7);
        });
  }

  @Test
  void samplesOutsideOfTheBatchAreAnError() {
    NetworkModel model = Victims.halfSpace(new float[] {10, 10}, -10, 0, 1);
    Pipeline pipeline = Pipeline.of(model, toTheRight(model));
    Scope.run(
        () -> {
          Batch batch = Victims.batch(new float[] {0.9f, 0.9f}, 0);
          GradientModel joint = (GradientModel) pipeline.adaptive(3, batch);
          Draws copies = batch.draws(1, "");
          assertThat(joint.logits(batch.inputs(), copies).rows()).isEqualTo(1);
          assertThatThrownBy(() -> joint.logits(batch.inputs(), new Draws(1, new long[] {7}, "")))
              .isInstanceOf(IllegalStateException.class)
              .hasMessage("no sample with the id 7");
        });
  }
}
