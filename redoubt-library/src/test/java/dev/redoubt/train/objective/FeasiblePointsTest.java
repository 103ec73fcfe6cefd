package dev.redoubt.train.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.attack.StepSize;
import dev.redoubt.nn.Network;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Optimizer;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.ThreatModel;
import dev.redoubt.train.Lesson;
import dev.redoubt.train.Objective;
import dev.redoubt.train.TinyTask;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** Whatever is learnt from lies in ball and box, and depends on its own sample alone. */
class FeasiblePointsTest {
  private static final int ROWS = 5;
  private static final StepSize LONG = new StepSize.OfEpsilon(.7);
  private static final List<String> NORMS = List.of("linf:", "l2:", "l1:");

  /** All with points in the ball of radius epsilon. */
  private static List<Objective> objectives(ThreatModel threat) {
    return List.of(
        new PgdTraining(threat, 3, LONG),
        new Trades(threat, 6, 3, LONG),
        new Mart(threat, 5, 3, LONG),
        new FgsmTraining(threat),
        new FgsmRs(threat),
        new CleanMixture(new FgsmRs(threat), .4),
        new SeveralNorms(
            List.of(new PgdTraining(threat, 3, LONG), new PgdTraining(threat, 1, LONG)),
            SeveralNorms.Combination.MAX),
        new FreeTraining(threat, 3));
  }

  @Property(tries = 12)
  void pointsAreInBallAndBox(
      @ForAll @IntRange(max = 10_000) int seed,
      @ForAll @DoubleRange(min = .01, max = 1.5) double epsilon,
      @ForAll @DoubleRange(min = .01, max = 1) double factor) {
    for (String norm : NORMS) {
      ThreatModel threat = ThreatModel.parse(norm + epsilon);
      for (Objective objective : objectives(threat)) {
        check(objective, threat, epsilon * factor, seed, factor);
      }
      check(new NFgsm(threat, 1.5, .5), threat, 2 * epsilon * factor, seed, factor);
    }
  }

  private static void check(
      Objective objective, ThreatModel threat, double radius, long seed, double factor) {
    Network network = Lessons.network(seed);
    List<Tensor> weights = new ArrayList<>(network.weights().values());
    Scope.run(
        () -> {
          Lesson lesson = TinyTask.lesson(network, Lessons.data(ROWS, seed), factor);
          Tensor x = lesson.batch().inputs().to(DType.FLOAT64);
          try (Optimizer optimizer = TinyTask.descent(.1).over(weights)) {
            for (int update = 0; update < 2; update++) {
              Tensor examples = objective.examples(lesson);
              Tensor points = examples.detached().to(DType.FLOAT64);
              for (double value : points.doubles()) {
                assertThat(value).as("%s", objective).isBetween(0.0, 1.0);
              }
              for (double distance : threat.norm().distance(points, x).doubles()) {
                assertThat(distance).as("%s", objective).isLessThanOrEqualTo(radius + 1e-6);
              }
              Optimizer.trainable(weights, true);
              optimizer.minimise(objective.loss(lesson, examples), 0);
              objective.learnt(lesson, examples);
              Optimizer.trainable(weights, false);
            }
          }
          lesson.carried().clear();
        });
  }

  @Property(tries = 12)
  void pointsDoNotDependOnTheOtherRows(@ForAll @IntRange(max = 10_000) int seed) {
    Network network = Lessons.network(seed);
    int[] order = {4, 2, 0};
    for (String norm : NORMS) {
      ThreatModel threat = ThreatModel.parse(norm + .3);
      List<Objective> objectives = new ArrayList<>(objectives(threat));
      objectives.removeIf(o -> o instanceof FreeTraining || o instanceof CleanMixture);
      objectives.add(new NFgsm(threat));
      for (Objective objective : objectives) {
        Scope.run(
            () -> {
              Lesson lesson = TinyTask.lesson(network, Lessons.data(ROWS, seed), 1);
              double[][] all = Lessons.rows(objective.examples(lesson));
              double[][] some = Lessons.rows(objective.examples(lesson.rows(order)));
              for (int i = 0; i < order.length; i++) {
                assertThat(some[i])
                    .as("%s, row %d", objective, order[i])
                    .containsExactly(all[order[i]], within(1e-4));
              }
            });
      }
    }
  }
}
