package dev.redoubt.attack.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.attack.Attack;
import dev.redoubt.attack.Candidates;
import dev.redoubt.attack.Victims;
import dev.redoubt.attack.decision.Boundary;
import dev.redoubt.attack.decision.GeoDa;
import dev.redoubt.attack.decision.HopSkipJump;
import dev.redoubt.attack.query.Respondent.Result;
import dev.redoubt.attack.score.Nes;
import dev.redoubt.attack.score.SimBa;
import dev.redoubt.attack.score.SparseRs;
import dev.redoubt.attack.score.Spsa;
import dev.redoubt.data.Batch;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.LabelModel;
import dev.redoubt.model.ScoreModel;
import dev.redoubt.tensor.Scope;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.ThreatModel;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every attack by queries alone promises. */
class QueryAttacksTest {
  private static final InputSpec IMAGE = InputSpec.image(2, 5, 6);
  private static final int FEATURES = 60;
  private static final int BUDGET = 400;

  /**
   * An attack under a threat.
   *
   * @param threat under which some of the samples of the tests break within the budget
   */
  record Case(Attack<?> attack, String threat) {
    ThreatModel parsed() {
      return ThreatModel.parse(threat);
    }

    /** Attacks a model that shows what the attack needs, and no more. */
    Result run(Respondent model, Batch batch, Goal goal) {
      boolean scores = attack.needs() == ScoreModel.class;
      return Result.of(() -> propose(scores ? model : model.labels(), batch, goal));
    }

    @SuppressWarnings("unchecked") // the view is what it needs
    Candidates propose(LabelModel view, Batch batch, Goal goal) {
      return ((Attack<LabelModel>) attack)
          .propose(view, batch, parsed(), goal, batch.draws(7, "attack"));
    }

    @Override
    public String toString() {
      return attack.name() + " " + attack.settings() + " " + threat;
    }
  }

  static List<Case> cases() {
    return List.of(
        new Case(new HopSkipJump(BUDGET), "l2:0.9"),
        new Case(new HopSkipJump(BUDGET), "linf:0.1"),
        new Case(new Boundary(BUDGET), "l2:0.9"),
        new Case(new GeoDa(BUDGET), "l2:0.9"),
        new Case(new GeoDa(BUDGET).within(0.5), "linf:0.1"),
        new Case(new Nes(BUDGET), "l2:0.7"),
        new Case(new Nes(BUDGET), "linf:0.1"),
        new Case(new Spsa(BUDGET), "l2:0.7"),
        new Case(new Spsa(BUDGET), "linf:0.1"),
        new Case(new SimBa(BUDGET), "l2:0.7"),
        new Case(new SimBa(BUDGET), "linf:0.1"),
        new Case(SimBa.dct(BUDGET), "l2:0.7"),
        new Case(SimBa.dct(BUDGET), "linf:0.1"),
        new Case(new SparseRs(BUDGET), "l0:3"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aSamplesResultDoesNotDependOnItsBatch(Case attacked) {
    float[][] samples = samples(7);
    Result together = run(attacked, model(), LongStream.range(100, 107).toArray(), samples);
    int[] order = {4, 0, 6, 2, 5, 1, 3};
    float[][] shuffled = IntStream.of(order).mapToObj(i -> samples[i]).toArray(float[][]::new);
    long[] ids = IntStream.of(order).mapToLong(i -> 100L + i).toArray();
    Result other = run(attacked, model(), ids, shuffled);
    assertThat(IntStream.of(together.steps()).min().orElseThrow()).isLessThan(BUDGET);
    for (int position = 0; position < 7; position++) {
      int sample = order[position];
      Result alone = run(attacked, model(), new long[] {100L + sample}, samples[sample]);
      assertThat(together.points()[sample]).containsExactly(alone.points()[0]);
      assertThat(other.points()[position]).containsExactly(alone.points()[0]);
      assertThat(together.steps()[sample]).isEqualTo(alone.steps()[0]);
      assertThat(other.steps()[position]).isEqualTo(alone.steps()[0]);
    }
  }

  /** The passes by sample: exactly the budget for who survives, and no more for anyone. */
  @ParameterizedTest
  @MethodSource("cases")
  void theBudgetIsKept(Case attacked) {
    Respondent model = model();
    float[][] samples = samples(7);
    Result found = run(attacked, model, LongStream.range(100, 107).toArray(), samples);
    int broken = 0;
    for (int row = 0; row < 7; row++) {
      int asked = model.asked(100 + row).size();
      boolean met = model.classOf(found.points()[row]) != model.classOf(samples[row]);
      assertThat(found.steps()[row]).isLessThanOrEqualTo(asked);
      assertThat(asked).isLessThanOrEqualTo(BUDGET);
      if (!met) {
        assertThat(asked).isEqualTo(BUDGET);
      } else {
        broken++;
        assertThat(model.asked(100 + row).get(found.steps()[row] - 1))
            .containsExactly(found.points()[row]);
      }
    }
    assertThat(broken).isBetween(1, 6);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whatIsProposedLiesInBallAndBoxAndWhatIsAskedInTheBox(Case attacked) {
    Respondent model = model();
    float[][] samples = samples(7);
    Result found = run(attacked, model, LongStream.range(100, 107).toArray(), samples);
    for (int row = 0; row < 7; row++) {
      assertThat(distance(attacked, found.points()[row], samples[row]))
          .isLessThanOrEqualTo(attacked.parsed().epsilon() + 1e-6);
      for (float[] point : model.asked(100 + row)) {
        for (float value : point) {
          assertThat(value).isBetween(0f, 1f);
        }
      }
    }
  }

  /** Elsewhere such a sample has led to an endless loop, and to values that are no numbers. */
  @ParameterizedTest
  @MethodSource("cases")
  void aSampleThatStartsMisclassifiedCostsOneQueryAndDisturbsNobody(Case attacked) {
    float[][] samples = samples(3);
    Respondent model = model();
    int[] labels = IntStream.range(0, 3).map(i -> model.classOf(samples[i])).toArray();
    labels[1] = (labels[1] + 1) % 3;
    Result found =
        Scope.value(
            () ->
                attacked.run(
                    model,
                    model.batch(new long[] {100, 101, 102}, labels, samples),
                    Goal.untargeted()));
    assertThat(model.asked(101)).hasSize(1);
    assertThat(found.steps()[1]).isEqualTo(0);
    assertThat(found.points()[1]).containsExactly(samples[1]);
    for (int row : new int[] {0, 2}) {
      Result alone = run(attacked, model(), new long[] {100L + row}, samples[row]);
      assertThat(found.points()[row]).containsExactly(alone.points()[0]);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aSampleThatNeverBreaksEndsWithinTheBudget(Case attacked) {
    Respondent constant = Respondent.of(IMAGE, 3, x -> new double[] {1, 0, 0});
    Result found = run(attacked, constant, new long[] {100, 101}, samples(2));
    assertThat(constant.asked(100)).hasSize(BUDGET);
    assertThat(found.steps()).containsExactly(BUDGET, BUDGET);
    assertThat(found.points()[0]).doesNotContain(Float.NaN);
    assertThat(distance(attacked, found.points()[0], samples(2)[0]))
        .isLessThanOrEqualTo(attacked.parsed().epsilon() + 1e-6);
  }

  /** A region without numbers reaches up to the clean point, and lies all around it. */
  @ParameterizedTest
  @MethodSource("cases")
  void logitsThatAreNoNumbersAreNoSuccess(Case attacked) {
    float[] sample = samples(1)[0];
    Respondent model =
        Respondent.of(
            IMAGE,
            3,
            x ->
                Arrays.equals(x, sample)
                    ? new double[] {1, 0, 0}
                    : new double[] {0, 1, Double.NaN});
    Result found =
        Result.of(
            () -> {
              Batch batch = model.batch(new long[] {100}, sample);
              return attacked.propose(model, batch, Goal.untargeted());
            });
    assertThat(model.asked(100)).hasSize(BUDGET);
    assertThat(found.points()[0]).containsExactly(sample);
  }

  /** Three logits that are sums of thirds of the values, so that each target can be reached. */
  @ParameterizedTest
  @MethodSource("cases")
  void targetsAreReached(Case attacked) {
    Respondent model = Respondent.of(IMAGE, 3, QueryAttacksTest::thirds);
    float[] sample = new float[FEATURES];
    Arrays.fill(sample, .5f);
    for (int i = 0; i < FEATURES; i += 3) {
      sample[i] = .52f;
    }
    Result found =
        Scope.value(
            () ->
                attacked.run(
                    model,
                    model.batch(new long[] {100, 101, 102}, new int[3], sample, sample, sample),
                    new Goal.Targeted(new int[] {1, 2, 0})));
    assertThat(model.classOf(found.points()[0])).isEqualTo(1);
    assertThat(model.classOf(found.points()[1])).isEqualTo(2);
    assertThat(model.classOf(found.points()[2])).isEqualTo(0);
    assertThat(model.asked(102)).hasSize(BUDGET);
  }

  private static double[] thirds(float[] x) {
    double[] logits = new double[3];
    for (int i = 0; i < x.length; i++) {
      logits[i % 3] += x[i];
    }
    return logits;
  }

  /** Single answers of a random model end nothing. */
  @ParameterizedTest
  @MethodSource("cases")
  void samplesOfARandomModelStay(Case attacked) {
    Respondent model = model().random();
    run(attacked, model, LongStream.range(100, 107).toArray(), samples(7));
    for (int row = 0; row < 7; row++) {
      assertThat(model.asked(100 + row)).hasSize(BUDGET);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void otherNormsAreRefused(Case attacked) {
    assertThat(attacked.attack().refuses(attacked.parsed(), model())).isEmpty();
    assertThat(attacked.attack().refuses(ThreatModel.parse("l1:1"), model()).orElseThrow())
        .startsWith("attack " + attacked.attack().name() + " has no form for l1, only for l");
    assertThat(attacked.attack().settings()).containsEntry("queries", BUDGET);
  }

  private static Result run(Case attacked, Respondent model, long[] ids, float[]... samples) {
    return Scope.value(() -> attacked.run(model, model.batch(ids, samples), Goal.untargeted()));
  }

  private static double distance(Case attacked, float[] a, float[] b) {
    double sum = 0;
    double squares = 0;
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      double change = Math.abs((double) a[i] - b[i]);
      sum += change > 0 ? 1 : 0;
      squares += change * change;
      largest = Math.max(largest, change);
    }
    return switch (attacked.parsed().norm().name()) {
      case "linf" -> largest;
      case "l2" -> Math.sqrt(squares);
      default -> sum;
    };
  }

  private static Respondent model() {
    return Respondent.perceptron(IMAGE, 3, 5);
  }

  private static float[][] samples(int n) {
    float[][] samples = new float[n][];
    Arrays.setAll(samples, i -> Victims.pixels(FEATURES, 40 + i));
    return samples;
  }
}
