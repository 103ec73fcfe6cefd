package dev.redoubt.train.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.StepSize;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.InputSpec;
import dev.redoubt.nn.Network;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.ThreatModel;
import dev.redoubt.train.Lesson;
import dev.redoubt.train.Objective;
import dev.redoubt.train.TinyTask;
import dev.redoubt.train.objective.SeveralNorms.Combination;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clean fractions and several norms at once. */
class MixturesTest {
  private static final PgdTraining LINF = pgd("linf:0.1");
  private static final PgdTraining L2 = pgd("l2:0.2");
  private static final PgdTraining L1 = pgd("l1:0.3");
  private static final Dataset DATA = Lessons.data(20, 8);

  private static PgdTraining pgd(String threat) {
    return new PgdTraining(ThreatModel.parse(threat), 4, new StepSize.OfEpsilon(.4));
  }

  @ParameterizedTest(name = "{0}: {1} of 20")
  @CsvSource({"0, 0", ".1, 2", ".5, 10", ".33, 7", ".975, 20", "1, 20"})
  void fractionOfTheBatchStaysClean(double fraction, int clean) {
    CleanMixture mixture = new CleanMixture(LINF, fraction);
    Scope.run(
        () -> {
          Lesson lesson = TinyTask.lesson(Lessons.network(8), DATA, 1);
          double[][] x = Lessons.rows(lesson.batch().inputs());
          double[][] attacked = Lessons.rows(LINF.examples(lesson));
          double[][] points = Lessons.rows(mixture.examples(lesson));
          int same = 0;
          int sameInTheFirstHalf = 0;
          for (int i = 0; i < 20; i++) {
            if (Arrays.equals(points[i], x[i])) {
              same++;
              sameInTheFirstHalf += i < 10 ? 1 : 0;
            } else {
              assertThat(points[i]).as("row %d", i).containsExactly(attacked[i]);
            }
          }
          assertThat(same).isEqualTo(clean);
          assertThat(sameInTheFirstHalf).isBetween(clean / 2, (clean + 1) / 2);
        });
  }

  @Test
  void onlyTheOtherSamplesAreAttacked() {
    Dataset data = TinyTask.images(20, 1);
    int[] rows = new int[1];
    PointTraining counting =
        new PointTraining() {
          @Override
          public Tensor examples(Lesson lesson) {
            rows[0] += lesson.batch().size();
            return lesson.batch().inputs();
          }

          @Override
          public String name() {
            return "counting";
          }

          @Override
          public Map<String, Object> settings() {
            return Map.of("depth", 3);
          }

          @Override
          public List<ThreatModel> threats() {
            return List.of(LINF.threat());
          }
        };
    CleanMixture mixture = new CleanMixture(counting, .75);
    Scope.run(
        () -> mixture.examples(TinyTask.lesson(Network.create(TinyTask.linear(), 0), data, 1)));
    assertThat(rows[0]).isEqualTo(5);
    assertThat(mixture.name()).isEqualTo("counting");
    assertThat(mixture.settings()).containsEntry("depth", 3).containsEntry("clean_fraction", .75);
    assertThat(mixture.threats()).containsExactly(LINF.threat());
  }

  @Test
  void lossOfAMixtureIsTheMeanOverAllSamples() {
    Lessons.assertLoss(new CleanMixture(LINF, .5), 0, MixturesTest::meanCrossEntropy);
  }

  @Test
  void lossOfSeveralNormsIsTheMeanOverAllPoints() {
    for (Combination combination : Combination.values()) {
      Lessons.assertLoss(
          new SeveralNorms(List.of(LINF, L2), combination), 0, MixturesTest::meanCrossEntropy);
    }
  }

  private static double meanCrossEntropy(
      PlainNet net, double[][] clean, double[][] points, int[] labels) {
    double sum = 0;
    for (int i = 0; i < points.length; i++) {
      sum += net.crossEntropy(points[i], labels[i % labels.length]);
    }
    return sum / points.length;
  }

  @Test
  void maximumTakesTheWorstPointOfEachSampleAndAverageTakesAll() {
    List<PgdTraining> attacks = List.of(LINF, L2, L1);
    Network network = Lessons.network(8);
    PlainNet net = new PlainNet(network);
    Scope.run(
        () -> {
          Lesson lesson = TinyTask.lesson(network, DATA, 1);
          Tensor all = new SeveralNorms(attacks, Combination.AVERAGE).examples(lesson);
          double[][] points = Lessons.rows(all);
          double[][] worst =
              Lessons.rows(new SeveralNorms(attacks, Combination.MAX).examples(lesson));
          int[] labels = lesson.batch().labels().ints();
          assertThat(points).hasNumberOfRows(60);
          Set<Integer> winners = new HashSet<>();
          for (int i = 0; i < 20; i++) {
            int best = 0;
            for (int k = 1; k < 3; k++) {
              if (net.crossEntropy(points[20 * k + i], labels[i])
                  > net.crossEntropy(points[20 * best + i], labels[i])) {
                best = k;
              }
            }
            winners.add(best);
            assertThat(worst[i]).as("row %d", i).containsExactly(points[20 * best + i]);
          }
          assertThat(winners).as("no norm is the worst for all samples").hasSizeGreaterThan(1);
          for (int k = 0; k < 3; k++) {
            Tensor x = lesson.batch().inputs();
            Tensor block = Layout.rows(all, range(20 * k, 20 * k + 20));
            ThreatModel threat = attacks.get(k).threat();
            for (double distance : threat.norm().distance(block, x).doubles()) {
              assertThat(distance)
                  .as("%s", threat)
                  .isBetween(.3 * threat.epsilon(), threat.epsilon() + 1e-6);
            }
          }
        });
  }

  private static int[] range(int from, int to) {
    return IntStream.range(from, to).toArray();
  }

  @Test
  void badSettingsAreRefused() {
    for (double fraction : new double[] {-.1, 1.1, Double.NaN}) {
      assertThatThrownBy(() -> new CleanMixture(LINF, fraction))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("clean fraction")
          .hasMessageContaining("" + fraction);
    }
    assertThatThrownBy(() -> new SeveralNorms(List.of(LINF), Combination.MAX))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("at least 2 threats");
    Objective mixture = new CleanMixture(new FgsmRs(ThreatModel.parse("l0:2")), .5);
    assertThat(mixture.refuses(new InputSpec(List.of(4), 0, 1), 3)).isPresent();
  }
}
