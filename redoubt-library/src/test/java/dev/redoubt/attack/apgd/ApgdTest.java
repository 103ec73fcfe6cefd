package dev.redoubt.attack.apgd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.Attack;
import dev.redoubt.attack.Candidates;
import dev.redoubt.attack.CountingModel;
import dev.redoubt.attack.Targets;
import dev.redoubt.attack.Victims;
import dev.redoubt.data.Batch;
import dev.redoubt.loss.Margin;
import dev.redoubt.loss.TargetedMargin;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Scope;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.ThreatModel;
import java.util.Comparator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class ApgdTest {
  private static final int FEATURES = 6;
  private static final Ascent SHORT = new Ascent(12, 2, 1, false);

  private static Candidates run(
      Attack<GradientModel> attack, GradientModel model, Batch batch, String threat) {
    return attack.propose(
        model, batch, ThreatModel.parse(threat), Goal.untargeted(), batch.draws(1, ""));
  }

  private static Apgd margin(Ascent ascent) {
    return new Apgd("apgd", new Margin(), ascent);
  }

  /** On a linear model out of reach, the best point of the ball within the box is known. */
  @Property(tries = 12)
  void linearModelsAreClimbedToTheClosedForm(
      @ForAll @IntRange(max = 1000) int seed,
      @ForAll @DoubleRange(min = 0.05, max = 0.8) double eps) {
    float[] w = Victims.weights(FEATURES, seed);
    float[] pixels = Victims.pixels(FEATURES, seed);
    double linf = 0;
    double squares = 0;
    for (int i = 0; i < FEATURES; i++) {
      linf += Math.abs(w[i]) * Math.min(eps, w[i] > 0 ? 1 - pixels[i] : pixels[i]);
      squares += w[i] * w[i];
    }
    assertThat(rise(w, pixels, 0, 1, "linf:" + eps)).isCloseTo(linf, within(1e-3 * (1 + linf)));
    double l2 = eps * Math.sqrt(squares);
    assertThat(rise(w, pixels, -100, 100, "l2:" + eps)).isCloseTo(l2, within(2e-3 * (1 + l2)));
  }

  /**
   * At L1 the signs of a step don't tell large gradients from small ones: it comes near only. In
   * about five runs of a thousand the features of largest gradient are all at their bounds before
   * the budget is spent, and .85 is what comes of it; these runs are none of those.
   */
  @Property(tries = 8, seed = "2021")
  void atL1LinearModelsAreClimbedNearlyToTheClosedForm(
      @ForAll @IntRange(max = 1000) int seed, @ForAll @DoubleRange(min = 4, max = 20) double eps) {
    int features = 300;
    float[] w = Victims.weights(features, seed);
    float[] pixels = Victims.pixels(features, seed);
    double left = eps;
    double best = 0;
    for (int i :
        IntStream.range(0, features)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -Math.abs(w[i])))
            .toList()) {
      double spent = Math.min(left, w[i] > 0 ? 1 - pixels[i] : pixels[i]);
      best += spent * Math.abs(w[i]);
      left -= spent;
    }
    double share = rise(w, pixels, 0, 1, "l1:" + eps) / best;

    assertThat(share).isBetween(.95, 1 + 1e-4);
  }

  private static double rise(float[] w, float[] pixels, double low, double high, String threat) {
    NetworkModel model = Victims.halfSpace(w, -50, low, high);
    boolean l1 = threat.startsWith("l1");
    return Scope.value(
        () -> {
          Batch batch = Victims.batch(pixels, 0);
          double[] moved =
              run(margin(new Ascent(100, 1, 1, l1)), model, batch, threat).points().doubles();
          double rise = 0;
          for (int i = 0; i < w.length; i++) {
            rise += w[i] * (moved[i] - pixels[i]);
          }
          return rise;
        });
  }

  @Example
  void aSamplesResultDoesNotDependOnItsBatch() {
    NetworkModel model = Victims.perceptron(FEATURES, 4, 5);
    Ascent wide = new Ascent(12, 2, 1, true);
    for (String threat : new String[] {"linf:0.05", "l2:0.15", "l1:0.3"}) {
      for (Attack<GradientModel> attack :
          Stream.<Attack<GradientModel>>of(
                  Apgd.ce(SHORT), Apgd.dlr(SHORT), ApgdT.dlr(3, SHORT), Apgd.ce(wide))
              .toList()) {
        Scope.run(() -> checkIndependence(attack, model, threat));
      }
    }
  }

  private static void checkIndependence(
      Attack<GradientModel> attack, NetworkModel model, String threat) {
    Batch clean = Victims.batch(Victims.pixels(7 * FEATURES, 3), new int[7]);
    Batch all =
        new Batch(clean.ids(), clean.inputs(), model.predict(clean.inputs(), clean.draws(0, "")));
    int[] shuffled = {4, 0, 6, 2, 5, 1, 3};
    Candidates together = run(attack, model, all.rows(shuffled), threat);
    for (int position = 0; position < 7; position++) {
      Candidates alone = run(attack, model, all.rows(shuffled[position]), threat);
      assertThat(Layout.rows(together.points(), position).doubles())
          .as("%s %s", attack.name(), threat)
          .containsExactly(alone.points().doubles(), within(1e-4));
      assertThat(together.steps()[position]).isEqualTo(alone.steps()[0]);
    }
  }

  /** Class 1 wins everywhere: label 0 is broken at the start, label 1 never. */
  @Example
  void brokenSamplesLeaveAndRobustOnesCostAPassMoreThanTheirSteps() {
    CountingModel counting =
        new CountingModel(Victims.halfSpace(new float[] {0.1f, 0.1f}, 10, 0, 1));
    Scope.run(
        () -> {
          Batch batch = Victims.batch(Victims.pixels(12, 1), 0, 1, 1, 0, 1, 1);
          Candidates found = run(Apgd.ce(new Ascent(8, 3, 1, false)), counting, batch, "linf:0.1");
          assertThat(found.steps()).containsExactly(0, 24, 24, 0, 24, 24);
        });
    assertThat(counting.forward()).isEqualTo(2 + 4 * 3 * 9);
    assertThat(counting.backward()).isEqualTo(2 + 4 * 3 * 9);
  }

  @Example
  void targetsAreTriedInTheOrderOfTheCleanLogits() {
    // Logits 3 > 2 > 1 > 0 by class, nothing to be moved: each target costs its whole run.
    CountingModel counting =
        new CountingModel(Victims.linear(new float[4][2], new float[] {0, 2, 3, 1}, 0, 1));
    Scope.run(
        () -> {
          Batch batch = Victims.batch(new float[] {.5f, .5f}, 2);
          Goal goal = Goal.untargeted();
          int[] targets = Targets.of(counting, batch, goal, 9, batch.draws(0, "")).ints();
          assertThat(targets).containsExactly(1, 3, 0);
          run(ApgdT.dlr(9, new Ascent(5, 1, 1, false)), counting, batch, "linf:0.1");
        });
    assertThat(counting.forward()).isEqualTo(1 + 1 + 3 * 6);
    assertThat(counting.backward()).isEqualTo(3 * 6);
  }

  /** The likeliest class is out of reach, the second one is not. */
  @Example
  void aLaterTargetBreaksWhatTheFirstCanNot() {
    float[][] weight = {{0, 0, 0, 0}, {-1, 0, 0, 0}, {0, 4, 4, 4}};
    NetworkModel model = Victims.linear(weight, new float[] {1, .95f, -8.2f}, 0, 1);
    Scope.run(
        () -> {
          Batch batch = Victims.batch(new float[] {.5f, .5f, .5f, .5f}, 0);
          ApgdT two = new ApgdT(new TargetedMargin(), 2, new Ascent(10, 1, 1, false));
          ApgdT one = new ApgdT(new TargetedMargin(), 1, new Ascent(10, 1, 1, false));
          double[] missed = run(one, model, batch, "linf:0.3").points().doubles();
          assertThat(missed[0]).isCloseTo(.2, within(1e-6));
          Candidates found = run(two, model, batch, "linf:0.3");
          assertThat(model.predict(found.points(), batch.draws(0, "")).ints()).containsExactly(2);
          assertThat(found.steps()[0]).isBetween(10, 19);
        });
  }

  @Example
  void aTargetedGoalIsAimedAtAlone() {
    float[][] weight = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
    NetworkModel model = Victims.linear(weight, new float[3], 0, 1);
    Scope.run(
        () -> {
          float[] pixels = {0.6f, 0.5f, 0.4f, 0.6f, 0.5f, 0.4f, 0.4f, 0.5f, 0.6f};
          Batch batch = Victims.batch(pixels, 0, 0, 2);
          Goal goal = new Goal.Targeted(new int[] {1, 2, 0});
          for (String threat : new String[] {"linf:0.2", "l2:0.3", "l1:0.4"}) {
            for (Attack<GradientModel> attack :
                Stream.<Attack<GradientModel>>of(
                        margin(SHORT), new ApgdT(new TargetedMargin(), 9, SHORT))
                    .toList()) {
              Candidates found =
                  attack.propose(model, batch, ThreatModel.parse(threat), goal, batch.draws(0, ""));
              assertThat(model.predict(found.points(), batch.draws(0, "")).ints())
                  .as("%s %s", attack.name(), threat)
                  .containsExactly(1, 2, 0);
            }
          }
        });
  }

  @Example
  void whatItCanNotDoIsSaid() {
    NetworkModel two = Victims.halfSpace(new float[] {1}, 0, 0, 1);
    assertThat(Apgd.ce(SHORT).refuses(ThreatModel.parse("l0:2"), two))
        .hasValueSatisfying(sentence -> assertThat(sentence).contains("apgd-ce", "l0"));
    ThreatModel linf = ThreatModel.parse("linf:0.1");
    assertThat(Apgd.ce(SHORT).refuses(linf, two)).isEmpty();
    assertThat(Apgd.dlr(SHORT).refuses(linf, two)).get().asString().contains("3 classes", "has 2");
    assertThat(ApgdT.dlr(9, SHORT).refuses(linf, two)).get().asString().contains("4 classes");
    assertThatThrownBy(() -> new Ascent(0, 1, 1, false))
        .isInstanceOf(BadInputException.class)
        .hasMessage("apgd wants at least 1 step, 1 restart and 1 draw, not 0, 1 and 1");
    assertThatThrownBy(() -> ApgdT.dlr(0, SHORT)).isInstanceOf(BadInputException.class);
  }
}
