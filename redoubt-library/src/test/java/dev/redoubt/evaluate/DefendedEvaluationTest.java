package dev.redoubt.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.attack.Pgd;
import dev.redoubt.attack.StepSize;
import dev.redoubt.attack.UniformNoise;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.Observation;
import dev.redoubt.pipeline.Detector;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.pipeline.Purifier;
import dev.redoubt.pipeline.Rest;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who attacks a defended model, in which order, and what of it counts. */
class DefendedEvaluationTest {
  private static final Pgd PGD = Pgd.of(10, new StepSize.OfEpsilon(.25), 1);

  /** Turns the plane over: an attacker who does not know of it pushes the wrong way. */
  private record Mirror() implements Purifier {
    @Override
    public String name() {
      return "mirror";
    }

    @Override
    public InputSpec takes() {
      return Toys.PLANE;
    }

    @Override
    public Tensor apply(Tensor x, Draws draws) {
      return x.negated().plus(1);
    }

    @Override
    public Declaration declares() {
      return Declaration.PLAIN;
    }
  }

  /** Moves the first feature by a normal draw of a deviation. */
  private record Shaking(double deviation) implements Purifier {
    @Override
    public String name() {
      return "shaking";
    }

    @Override
    public InputSpec takes() {
      return Toys.PLANE;
    }

    @Override
    public Tensor apply(Tensor x, Draws draws) {
      return x.plus(deviation, draws.gaussianLike(x));
    }

    @Override
    public Declaration declares() {
      return new Declaration(new Declaration.Backward.Exact(), true);
    }
  }

  /** Suspects inputs whose second feature exceeds a threshold. */
  private record High(double threshold) implements Detector {
    @Override
    public String name() {
      return "high";
    }

    @Override
    public InputSpec takes() {
      return Toys.PLANE;
    }

    @Override
    public Tensor score(Observation seen, Rest rest, Tensor x, Draws draws) {
      return Layout.reshape(Layout.columns(x, 1, 2), x.rows());
    }

    @Override
    public Declaration declares() {
      return new Declaration(new Declaration.Backward.Exact(), false, true);
    }
  }

  /** Points whose distance from the boundary is .05, .15, .25, .35, .45, half on either side. */
  private static Dataset mirrored() {
    int[] labels = new int[10];
    float[] values = new float[20];
    for (int i = 0; i < 10; i++) {
      values[2 * i] = .05f + .1f * i;
      values[2 * i + 1] = .5f;
      labels[i] = i < 5 ? 1 : 0;
    }
    return Toys.points(labels, values);
  }

  @Test
  void obliviousAttackersComeFirstAndAdaptiveOnesBreakWhatTheyLeft() {
    Evaluation evaluation =
        Toys.evaluator(Toys.plan(.2, 4, PGD))
            .evaluate(Pipeline.of(Toys.threshold(), new Mirror()), mirrored(), Journal.none());

    assertThat(evaluation.entries().stream().map(Entry::name))
        .containsExactly("pgd-10, oblivious", "pgd-10");
    assertThat(evaluation.cleanAccuracy()).isEqualTo(1);
    assertThat(evaluation.obliviousAccuracy()).contains(1.0);
    assertThat(evaluation.robustAccuracy()).isEqualTo(.6); // those nearer than .2 fall
    assertThat(evaluation.outcomes().stream().map(SampleOutcome::attack).filter(a -> a != null))
        .containsOnly("pgd-10");
  }

  @Test
  void whatNeedsLabelsAloneRunsOnce() {
    Evaluation evaluation =
        Toys.evaluator(Toys.plan(.2, 4, PGD, new UniformNoise()))
            .evaluate(Pipeline.of(Toys.threshold(), new Mirror()), mirrored(), Journal.none());

    assertThat(evaluation.entries().stream().map(Entry::name))
        .containsExactly("noise", "pgd-10, oblivious", "pgd-10");
    assertThat(evaluation.attacks().get(0).broken()).isPositive();
  }

  @Test
  void undefendedModelsHaveNoObliviousResult() {
    Evaluation evaluation =
        Toys.evaluator(Toys.plan(.2, 4, PGD))
            .evaluate(Toys.threshold(), Toys.spread(10), Journal.none());

    assertThat(evaluation.entries()).containsExactly(Entry.plain(PGD));
    assertThat(evaluation.obliviousAccuracy()).isEmpty();
  }

  private static Plan doubling(EotBudget budget) {
    Plan plain = Toys.plan(.1, 8, new UniformNoise(), PGD);
    return new Plan(plain.threat(), plain.cascade(), List.of(), 0, 8, 3, budget);
  }

  private static Evaluation shaken(EotBudget budget, Journal journal) {
    return Toys.evaluator(doubling(budget))
        .evaluate(Pipeline.of(Toys.threshold(), new Shaking(.02)), Toys.spread(40), journal);
  }

  @Test
  void drawsAreDoubledUntilNothingMoves() {
    Evaluation evaluation = shaken(new EotBudget(2, 64, .01), Journal.none());

    List<Integer> draws =
        evaluation.entries().stream()
            .filter(entry -> entry.knowledge() == Knowledge.ADAPTIVE)
            .map(Entry::draws)
            .toList();
    assertThat(draws).startsWith(2, 4).isSorted();
    List<Double> after = evaluation.robustAfterEach();
    int rounds = draws.size();
    for (int i = 0; i < rounds - 1; i++) {
      double moved =
          after.get(after.size() - rounds + i) - after.get(after.size() - rounds + i + 1);
      assertThat(moved > .01).isEqualTo(i < rounds - 2);
    }
    // Two draws cost twice the passes of one.
    assertThat(evaluation.attacks().get(2).backwards())
        .isGreaterThan(2L * evaluation.attacks().get(1).backwards() * 8 / 10);
    assertThat(evaluation.robustAccuracy()).isCloseTo(.72, within(.06));
  }

  @Test
  void theMostDrawsAreNeverExceeded() {
    Evaluation evaluation = shaken(new EotBudget(4, 12, 0), Journal.none());

    assertThat(evaluation.entries()).allMatch(entry -> entry.draws() <= 12);
    assertThat(shaken(EotBudget.of(3), Journal.none()).entries().stream().map(Entry::draws))
        .containsExactly(1, 1, 3);
  }

  /** 500 draws of 40 rows are more than fit into one look. */
  @Test
  void manyDrawsAreTakenForFewRowsAtATime() {
    Plan plain = doubling(EotBudget.of(500));
    Plan together =
        new Plan(plain.threat(), plain.cascade(), List.of(), 0, 40, plain.seed(), plain.eot());
    Pipeline pipeline = Pipeline.of(Toys.threshold(), new Shaking(.02));
    Evaluation inParts =
        Toys.evaluator(together).evaluate(pipeline, Toys.spread(40), Journal.none());
    Evaluation small =
        Toys.evaluator(
                new Plan(
                    plain.threat(), plain.cascade(), List.of(), 0, 3, plain.seed(), plain.eot()))
            .evaluate(pipeline, Toys.spread(40), Journal.none());

    assertThat(Toys.statuses(inParts)).isEqualTo(Toys.statuses(small));
    assertThat(inParts.attacks().get(2).forwards()).isEqualTo(small.attacks().get(2).forwards());
  }

  /** Killed in the second pass, a run goes on there, to the same decisions. */
  @Test
  void resumedRunDoublesAsOftenAsAWholeOne() {
    Map<Integer, BatchResult> kept = new HashMap<>();
    int[] writes = new int[1];
    Journal failing = new KilledJournal(kept, () -> writes[0]++ == 14);
    EotBudget budget = new EotBudget(1, 8, 0);
    boolean killed = false;
    try {
      shaken(budget, failing);
    } catch (IllegalStateException e) {
      killed = true;
    }
    Evaluation whole = shaken(budget, Journal.none());
    Evaluation resumed = shaken(budget, new KilledJournal(kept, () -> false));

    assertThat(killed).isTrue();
    assertThat(resumed.outcomes()).isEqualTo(whole.outcomes());
    assertThat(resumed.entries()).isEqualTo(whole.entries());
    assertThat(resumed.robustAfterEach()).isEqualTo(whole.robustAfterEach());
  }

  /** The class hangs on the first feature, rejection on the second. */
  @Test
  void rejectionIsWrongOnCleanInputAndBreaksNothingElsewhere() {
    int n = 12;
    int[] labels = new int[n];
    float[] values = new float[2 * n];
    IntStream.range(0, n)
        .forEach(
            i -> {
              values[2 * i] = .3f + .02f * i; // from .3 to .52, two of them over the boundary
              values[2 * i + 1] = i < 3 ? .8f : .55f; // the first three are rejected
              labels[i] = 0;
            });
    Pipeline pipeline = Pipeline.of(Toys.threshold(), new High(.7));
    Evaluation evaluation =
        Toys.evaluator(Toys.plan(.1, 5, PGD))
            .evaluate(pipeline, Toys.points(labels, values), Journal.none());

    List<Status> statuses = evaluation.outcomes().stream().map(SampleOutcome::status).toList();
    assertThat(statuses.subList(0, 3)).containsOnly(Status.MISCLASSIFIED);
    assertThat(evaluation.outcomes().get(0).prediction()).isEqualTo(-1);
    assertThat(statuses.subList(3, 5)).containsOnly(Status.SURVIVED); // .36, .38: farther than .1
    assertThat(statuses.subList(6, 10)).containsOnly(Status.BROKEN); // the score stays under .7
    assertThat(statuses.get(11)).isEqualTo(Status.MISCLASSIFIED);
  }
}
