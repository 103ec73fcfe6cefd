package dev.redoubt.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.attack.Attack;
import dev.redoubt.attack.Fgsm;
import dev.redoubt.attack.Pgd;
import dev.redoubt.attack.StepSize;
import dev.redoubt.attack.UniformNoise;
import dev.redoubt.attack.apgd.Apgd;
import dev.redoubt.attack.apgd.Ascent;
import dev.redoubt.attack.joint.Diagonal;
import dev.redoubt.attack.joint.FeatureMatching;
import dev.redoubt.attack.joint.Guides;
import dev.redoubt.attack.joint.OrthogonalPgd;
import dev.redoubt.attack.joint.SelectivePgd;
import dev.redoubt.attack.minimum.Ddn;
import dev.redoubt.attack.square.Square;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetInfo;
import dev.redoubt.data.FloatDataset;
import dev.redoubt.loss.Margin;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.purify.RandomNoise;
import dev.redoubt.tensor.Device;
import dev.redoubt.threat.ThreatModel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Pipelines that may reject are attacked, unasked, by those who treat class and rejection apart.
 */
class JointFormsTest {
  private static final Pipeline DIAGONAL = Diagonal.pipeline();
  private static final Pgd PGD = Pgd.of(10, new StepSize.OfEpsilon(.1), 2);

  /**
   * Ten of class 0 near the middle, then what can guide: the first of class 1, the second rejected,
   * the third of the wrong label.
   */
  private static Dataset samples() {
    float[] values = new float[13 * Diagonal.FEATURES];
    int[] labels = new int[13];
    for (int i = 0; i < 13; i++) {
      double first = i == 10 ? .2 : i == 11 ? .3 : i == 12 ? -.4 : .0002 * i;
      double second = i == 10 ? -.2 : i == 11 ? .1 : i == 12 ? -.4 : -.0002 * i;
      float[] point = Diagonal.point(first, second);
      System.arraycopy(point, 0, values, i * point.length, point.length);
      labels[i] = i < 10 ? 0 : 1;
    }
    return FloatDataset.of(
        new DatasetInfo("diagonal", "test", DIAGONAL.input(), List.of("off", "on")),
        labels,
        values);
  }

  private static Evaluation evaluated(Plan plan, Journal journal) {
    return Toys.evaluator(plan).evaluate(DIAGONAL, samples(), journal);
  }

  private static List<Attack<?>> forms(Plan plan, Pipeline pipeline) {
    return JointForms.of(plan, pipeline, samples(), Device.CPU);
  }

  private static Plan plan(String threat, Attack<?>... cascade) {
    return new Plan(ThreatModel.parse(threat), List.of(cascade), List.of(), 0, 4, 7);
  }

  @Test
  void theyRunUnaskedAndBreakWhatJointPgdCouldNot() {
    Evaluation found = evaluated(plan("linf:.1", PGD, new UniformNoise()), Journal.none());

    assertThat(found.entries().stream().map(Entry::name))
        .containsExactly(
            "noise",
            "pgd-10, oblivious",
            "pgd-10",
            "margin-pgd",
            "orthogonal-pgd",
            "selective-pgd",
            "feature-matching");
    assertThat(found.entries().stream().skip(3).map(Entry::knowledge))
        .containsOnly(Knowledge.ADAPTIVE);
    assertThat(found.cleanAccuracy()).isCloseTo(11 / 13.0, within(1e-9));
    List<Double> after = found.robustAfterEach();
    assertThat(after.get(2)).isCloseTo(10 / 13.0, within(1e-9)); // the way from class 1 is easy
    assertThat(found.robustAccuracy()).isZero();
    assertThat(found.attacks().get(4).broken()).isEqualTo(10);
  }

  @Test
  void theySearchAsLongAsTheLongestOfThePlan() {
    Guides guides = guides();
    assertThat(forms(plan("linf:.1", PGD), DIAGONAL))
        .containsExactly(
            margin(40, 2),
            new OrthogonalPgd(40, 2),
            new SelectivePgd(40, 2),
            new FeatureMatching(guides, 40, 3));
    Attack<?> many = Pgd.of(60, new StepSize.OfEpsilon(.1), 9);
    Attack<?> apgd = Apgd.ce(new Ascent(70, 3, 1, false));
    assertThat(forms(plan("linf:.1", many, apgd), DIAGONAL))
        .containsExactly(
            margin(70, 5),
            new OrthogonalPgd(70, 5),
            new SelectivePgd(70, 5),
            new FeatureMatching(guides, 70, 5));
    assertThat(forms(plan("linf:.1", new Fgsm()), DIAGONAL))
        .containsExactly(
            margin(100, 1),
            new OrthogonalPgd(100, 1),
            new SelectivePgd(100, 1),
            new FeatureMatching(guides, 100, 3));
  }

  private static Pgd margin(int steps, int restarts) {
    StepSize size = new StepSize.OfEpsilon(2.5 / steps);
    return new Pgd("margin-pgd", new Margin(), steps, size, restarts, true, 0, true);
  }

  /** All of class 0 and the one of class 1 that is accepted. */
  private static Guides guides() {
    Dataset samples = samples();
    float[][] inputs = new float[11][Diagonal.FEATURES];
    int[] labels = new int[11];
    for (int i = 0; i < 11; i++) {
      samples.read(i, inputs[i], 0);
      labels[i] = samples.label(i);
    }
    return Guides.of(inputs, labels);
  }

  @Test
  void whereTheyHaveNoFormTheyAreLeftOut() {
    assertThat(forms(plan("l0:3", PGD), DIAGONAL))
        .containsExactly(
            margin(40, 2), new SelectivePgd(40, 2), new FeatureMatching(guides(), 40, 3));
    assertThat(forms(plan("linf:.1", new Square(20), new UniformNoise()), DIAGONAL)).isEmpty();
    Pipeline bare = Pipeline.of(DIAGONAL.classifier());
    assertThat(forms(plan("linf:.1", PGD), bare)).isEmpty();
    Pipeline noisy = Pipeline.of(DIAGONAL.classifier(), new RandomNoise(.1, DIAGONAL.input()));
    assertThat(forms(plan("linf:.1", PGD), noisy)).isEmpty();
    assertThat(forms(plan("l2:1", new Ddn()).measuringDistances(), DIAGONAL)).isEmpty();
    assertThat(forms(plan("l2:1", new Ddn()), DIAGONAL)).hasSize(4);
  }

  /** With a budget at which nothing falls, and one at which all do. */
  @Test
  void theyTakePartInTheCurve() {
    Plan curve = new Plan(ThreatModel.parse("linf:.04"), List.of(PGD), List.of(.01, .1), 13, 4, 7);
    Evaluation found = evaluated(curve, Journal.none());

    assertThat(found.robustAccuracy()).isCloseTo(11 / 13.0, within(1e-9));
    assertThat(found.curve().get(0)).isCloseTo(11 / 13.0, within(1e-9));
    assertThat(found.curve().get(1)).isZero();
  }

  @Test
  void moreDrawsAreTakenByThemAsWell() {
    Pipeline pipeline =
        Pipeline.of(
            DIAGONAL.classifier(),
            new RandomNoise(.001, DIAGONAL.input()),
            DIAGONAL.stages().get(0));
    Plan plan =
        new Plan(
            ThreatModel.parse("linf:.02"),
            List.of(PGD),
            List.of(),
            0,
            13,
            7,
            new EotBudget(2, 4, .01));
    Evaluation found = Toys.evaluator(plan).evaluate(pipeline, samples(), Journal.none());

    assertThat(found.entries().stream().map(Entry::name))
        .containsExactly(
            "pgd-10, oblivious",
            "pgd-10, 2 draws",
            "margin-pgd, 2 draws",
            "orthogonal-pgd, 2 draws",
            "selective-pgd, 2 draws",
            "feature-matching, 2 draws",
            "pgd-10, 4 draws",
            "margin-pgd, 4 draws",
            "orthogonal-pgd, 4 draws",
            "selective-pgd, 4 draws",
            "feature-matching, 4 draws");
  }

  /** Killed among them, a run goes on there. */
  @Test
  void resumedRunsGoOnAmongThem() {
    Plan plan = plan("linf:.09", PGD);
    Evaluation whole = evaluated(plan, Journal.none());
    for (int last : List.of(3, 8, 12)) {
      Map<Integer, BatchResult> kept = new HashMap<>();
      int[] writes = new int[1];
      boolean killed = false;
      try {
        evaluated(plan, new KilledJournal(kept, () -> writes[0]++ == last));
      } catch (IllegalStateException e) {
        killed = true;
      }
      Evaluation resumed = evaluated(plan, new KilledJournal(kept, () -> false));
      assertThat(killed).isTrue();
      assertThat(resumed.outcomes()).isEqualTo(whole.outcomes());
      assertThat(resumed.entries()).isEqualTo(whole.entries());
      assertThat(resumed.robustAfterEach()).isEqualTo(whole.robustAfterEach());
    }
  }
}
