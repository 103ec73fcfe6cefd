package dev.redoubt.detect.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.attack.Pgd;
import dev.redoubt.attack.StepSize;
import dev.redoubt.attack.Victims;
import dev.redoubt.attack.joint.OrthogonalPgd;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetInfo;
import dev.redoubt.data.FloatDataset;
import dev.redoubt.detect.OperatingPoint;
import dev.redoubt.detect.SampleRange;
import dev.redoubt.detect.Score;
import dev.redoubt.detect.State;
import dev.redoubt.detect.Watcher;
import dev.redoubt.evaluate.Entry;
import dev.redoubt.evaluate.Evaluation;
import dev.redoubt.evaluate.Evaluator;
import dev.redoubt.evaluate.Journal;
import dev.redoubt.evaluate.Knowledge;
import dev.redoubt.evaluate.Plan;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.model.Observation;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.pipeline.Rest;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.RandomStream;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.ThreatModel;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Class 1 where x0 + x1 &gt; 1, and what lies to the right is suspicious: the straight way to the
 * other class leads to the right, but one can also go up.
 */
final class TrialsTest {
  private static final NetworkModel MODEL = Victims.halfSpace(new float[] {10, 10}, -10, 0, 1);
  private static final ThreatModel THREAT = ThreatModel.parse("l2:0.35");
  private static final Pgd PGD = Pgd.of(40, new StepSize.OfEpsilon(.1), 1);

  /** The first value. */
  private record RightSide() implements Score {
    @Override
    public String kind() {
      return "right";
    }

    @Override
    public Map<String, Object> settings() {
      return Map.of();
    }

    @Override
    public Tensor of(Observation seen, Rest rest, Tensor x, Draws draws) {
      return Layout.reshape(Layout.columns(x, 0, 1), -1);
    }

    @Override
    public State state() {
      return new State();
    }
  }

  private static Watcher watcher(double threshold) {
    return new Watcher(
        "toy",
        new RightSide(),
        new OperatingPoint(.1, threshold, .05, .2),
        100,
        new SampleRange("toy", "test", -1, -1, 1),
        new SampleRange("toy", "train", -1, -1, 1),
        "",
        .05,
        "",
        MODEL.input());
  }

  private static final Dataset SAMPLES = samples();

  /** Twenty samples of class 0, and two that the classifier has wrong. */
  private static Dataset samples() {
    float[] values = new float[44];
    int[] labels = new int[22];
    for (int i = 0; i < 22; i++) {
      RandomStream stream = RandomStream.of(1, i, "trial");
      values[2 * i] = (float) (.45 + .1 * stream.uniform());
      values[2 * i + 1] = (float) (.2 + .1 * stream.uniform());
      labels[i] = i < 20 ? 0 : 1;
    }
    return FloatDataset.of(
        new DatasetInfo("toy", "test", MODEL.input(), List.of("0", "1")), labels, values);
  }

  private static final Pipeline BARE = Pipeline.of(MODEL);
  private static final ObliviousTrial OBLIVIOUS =
      new ObliviousTrial(BARE, SAMPLES, THREAT, 0, Device.CPU);

  private static Suspicion suspicion() {
    return new Suspicion(Pipeline.of(MODEL, watcher(.6)), SAMPLES, 0, Device.CPU);
  }

  private static AdaptiveTrial adaptive(double aim) {
    return new AdaptiveTrial(
        Pipeline.of(MODEL, watcher(aim)),
        (aim - .6) / .05,
        suspicion(),
        List.of(
            new Entry(PGD, Knowledge.ADAPTIVE, 1),
            new Entry(new OrthogonalPgd(60, 1), Knowledge.ADAPTIVE, 1)),
        THREAT);
  }

  private static void assertThatItFools(Fooling fooling, int sample) {
    float[] clean = new float[2];
    SAMPLES.read(sample, clean, 0);
    float[] point = fooling.points()[sample];
    assertThat(point).isNotNull();
    assertThat((double) point[0] + point[1]).isGreaterThan(1);
    assertThat(Math.hypot(point[0] - clean[0], point[1] - clean[1])).isLessThan(.35 + 1e-5);
  }

  @Test
  void obliviousAttacksGoAllTheWayAndOnlyOnWhatIsRight() {
    Fooling fooling = OBLIVIOUS.run(PGD, done -> {});
    assertThat(fooling.count()).isEqualTo(20);
    for (int i = 0; i < 20; i++) {
      assertThatItFools(fooling, i);
    }
    assertThat(fooling.points()[20]).isNull();
    for (double excess : suspicion().of(fooling)) {
      assertThat(excess).isPositive();
    }
  }

  @Test
  void suspicionIsTheExcessInUnits() {
    double[] excess = suspicion().clean();
    float[] sample = new float[2];
    for (int i = 0; i < excess.length; i++) {
      SAMPLES.read(i, sample, 0);
      assertThat(excess[i]).isCloseTo((sample[0] - .6) / .05, within(1e-5));
    }
  }

  /** He who knows goes up: his points fool the classifier, and are less suspicious than half. */
  @Test
  void adaptiveAttacksGoBelowTheirAim() {
    List<Fooling> known = List.of(OBLIVIOUS.run(PGD, done -> {}));
    Fooling found = adaptive(.5).run(known, done -> {});
    double[] clean = suspicion().clean();
    assertThat(found.count()).isEqualTo(20);
    for (int i = 0; i < 20; i++) {
      assertThatItFools(found, i);
    }
    double before = new Roc(clean, suspicion().of(known.get(0))).auc();
    double after = new Roc(clean, suspicion().of(found)).auc();
    assertThat(before).isEqualTo(1);
    assertThat(after).isLessThan(.5);
    for (double excess : suspicion().of(found)) {
      assertThat(excess).isLessThanOrEqualTo((.5 - .6) / .05 + 1e-4);
    }
  }

  @Test
  void theLeastSuspiciousPointOfEachSampleCounts() {
    float[][] points = new float[22][];
    points[3] = new float[] {.1f, .95f}; // far outside of the ball, but nothing is below it
    Fooling better = new Fooling("better", points);
    Fooling found = adaptive(.5).run(List.of(better), done -> {});
    assertThat(found.points()[3]).containsExactly(.1f, .95f);
    assertThat(found.count()).isEqualTo(20);
  }

  /** What the evaluator has found at the operating point is known as well. */
  @Test
  void witnessesAreKnownToo() {
    Plan plan = new Plan(THREAT, List.of(PGD), List.of(), 0, 5, 0);
    Evaluation evaluation =
        new Evaluator(plan, Device.CPU, (done, total, clean, robust) -> {})
            .evaluate(Pipeline.of(MODEL, watcher(.6)), SAMPLES, Journal.none());
    assertThat(evaluation.robustAccuracy()).isZero();
    Fooling witnesses = Fooling.of(evaluation);
    assertThat(witnesses.count()).isEqualTo(20);
    for (int i = 0; i < 20; i++) {
      assertThatItFools(witnesses, i);
    }
    for (double excess : suspicion().of(witnesses)) {
      assertThat(excess).isLessThanOrEqualTo(0);
    }
    Fooling found = adaptive(-1).run(List.of(witnesses), done -> {});
    for (double excess : suspicion().of(found)) {
      assertThat(excess).isLessThanOrEqualTo(0);
    }
  }
}
