package dev.redoubt.attack.square;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.Victims;
import dev.redoubt.attack.square.Oracle.Query;
import dev.redoubt.attack.square.Oracle.Result;
import dev.redoubt.data.InputSpec;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.ThreatModel;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SquareTest {
  private static final InputSpec IMAGE = InputSpec.image(2, 6, 7);
  private static final InputSpec LINE = new InputSpec(List.of(1), 0, 1);

  /** Seven samples of which some break on the way. */
  @ParameterizedTest
  @ValueSource(strings = {"linf:0.1", "l2:0.9", "l1:5"})
  void aSamplesResultDoesNotDependOnItsBatch(String threat) {
    Square square = new Square(60, 2, 0.8);
    float[][] samples = samples(7);
    Result together = perceptron().attack(square, threat, samples);
    assertThat(together.steps()).contains(120);
    assertThat(IntStream.of(together.steps()).filter(steps -> steps < 120)).isNotEmpty();

    int[] order = {4, 0, 6, 2, 5, 1, 3};
    long[] ids = IntStream.of(order).mapToLong(i -> 100L + i).toArray();
    float[][] shuffled = IntStream.of(order).mapToObj(i -> samples[i]).toArray(float[][]::new);
    Result other = perceptron().attack(square, threat, Goal.untargeted(), ids, shuffled);
    for (int position = 0; position < 7; position++) {
      int sample = order[position];
      Result alone =
          perceptron()
              .attack(
                  square, threat, Goal.untargeted(), new long[] {100L + sample}, samples[sample]);
      assertThat(other.points()[position]).containsExactly(alone.points()[0]);
      assertThat(together.points()[sample]).containsExactly(alone.points()[0]);
      assertThat(other.steps()[position]).isEqualTo(alone.steps()[0]);
      assertThat(together.steps()[sample]).isEqualTo(alone.steps()[0]);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"linf:0.1", "l2:0.9", "l1:5"})
  void equalSamplesGoWaysOfTheirOwn(String threat) {
    float[] sample = samples(1)[0];
    Oracle oracle = perceptron();
    oracle.attack(new Square(9), threat, sample, sample);
    long same =
        IntStream.range(0, 9)
            .filter(
                i ->
                    Arrays.equals(
                        oracle.queries(100).get(i).point(), oracle.queries(101).get(i).point()))
            .count();
    assertThat(same).isLessThan(5);
  }

  /** Passes are as many as steps: all of them for who survives, none after a success. */
  @ParameterizedTest
  @ValueSource(strings = {"linf:0.1", "l2:0.9", "l1:5"})
  void theBudgetIsKeptAndBrokenSamplesLeave(String threat) {
    Oracle oracle = perceptron();
    float[][] samples = samples(7);
    Result found = oracle.attack(new Square(50, 3, 0.8), threat, samples);
    int broken = 0;
    for (int i = 0; i < 7; i++) {
      List<Query> queries = oracle.queries(100L + i);
      assertThat(queries.size()).isEqualTo(found.steps()[i]);
      double last = queries.get(queries.size() - 1).margin();
      assertThat(queries.size() == 150 || last < -1e-4).isTrue();
      assertThat(queries.subList(0, queries.size() - 1)).noneMatch(q -> q.margin() < -1e-4);
      broken += last < -1e-4 ? 1 : 0;
    }
    assertThat(broken).isBetween(1, 6);
  }

  @Test
  void thePointOfLowestMarginOfAllRestartsIsProposed() {
    Oracle oracle = Oracle.of(IMAGE, 3, Functions.perceptron(84, 3, 100));
    Result found = oracle.attack(new Square(20, 3, 0.8), "linf:0.1", samples(1));
    double lowest = oracle.queries(100).stream().mapToDouble(Query::margin).min().orElseThrow();
    assertThat(new Query(found.points()[0], oracle.at(found.points()[0])).margin())
        .isEqualTo(lowest);
    assertThat(found.steps()).containsExactly(60);
  }

  @Test
  void restartsStartElsewhere() {
    Oracle oracle = Oracle.of(IMAGE, 3, Functions.perceptron(84, 3, 100));
    oracle.attack(new Square(1, 2, 0.8), "linf:0.1", samples(1));
    assertThat(oracle.queries(100).get(0).point()).isNotEqualTo(oracle.queries(100).get(1).point());
  }

  @Test
  void aSampleThatStartsMisclassifiedEndsAtOnce() {
    Oracle oracle = Oracle.of(IMAGE, 2, x -> new double[] {0, 1});
    Result found = oracle.attack(new Square(50), "linf:0.1", samples(2));
    assertThat(found.steps()).containsExactly(1, 1);
    assertThat(oracle.queries(100)).hasSize(1);
  }

  /** A success by a hair is kept, but another batch could turn it, so that the search goes on. */
  @Test
  void aSuccessByAHairIsKeptAndTheSearchGoesOn() {
    Oracle oracle = Oracle.of(LINE, 2, x -> new double[] {0, x[0] > 0.5 ? 5e-5 : -1});
    Result found = oracle.attack(new Square(40, 2, 0.8), "linf:0.2", new float[] {0.45f});
    assertThat(oracle.queries(100)).hasSize(80);
    assertThat(found.points()[0][0]).isGreaterThan(0.5f);
    int first =
        1
            + IntStream.range(0, 80)
                .filter(i -> oracle.queries(100).get(i).margin() < 0)
                .findFirst()
                .orElseThrow();
    assertThat(found.steps()).containsExactly(first);
  }

  @Test
  void samplesOfARandomModelStay() {
    Oracle oracle = Oracle.random(LINE, 2, x -> new double[] {0, x[0]});
    Result found = oracle.attack(new Square(30), "linf:0.2", new float[] {0.5f});
    assertThat(oracle.queries(100)).hasSize(30);
    assertThat(found.points()[0][0]).isGreaterThan(0.69f);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
  void logitsThatAreNotFiniteAreNoSuccess(double logit) {
    Oracle oracle = Oracle.of(LINE, 2, x -> new double[] {0, x[0] > 0.5 ? logit : x[0] - 1});
    Result found = oracle.attack(new Square(30), "linf:0.2", new float[] {0.5f});
    assertThat(oracle.queries(100)).hasSize(30);
    assertThat(found.points()[0][0]).isLessThan(0.5f);
  }

  /** Three logits x₀, x₁, x₂; targets 1 and 2 are within reach, the true label is no target. */
  @Test
  void targetsAreReached() {
    InputSpec three = new InputSpec(List.of(3), 0, 1);
    for (String threat : new String[] {"linf:0.2", "l2:0.3", "l1:0.4"}) {
      Oracle oracle = Oracle.of(three, 3, x -> new double[] {x[0], x[1], x[2]});
      float[] sample = {0.6f, 0.5f, 0.45f};
      Result found =
          oracle.attack(
              new Square(300),
              threat,
              new Goal.Targeted(new int[] {2, 1, 0}),
              new long[] {1, 2, 3},
              sample,
              sample,
              sample);
      assertThat(found.points()[0][2])
          .isGreaterThan(Math.max(found.points()[0][0], found.points()[0][1]));
      assertThat(found.points()[1][1])
          .isGreaterThan(Math.max(found.points()[1][0], found.points()[1][2]));
      assertThat(found.steps()[0]).isLessThan(300);
      assertThat(found.steps()[1]).isLessThan(300);
      assertThat(found.steps()[2]).isEqualTo(300);
    }
  }

  @Test
  void badSettingsAreNamed() {
    assertThatThrownBy(() -> new Square(0))
        .isInstanceOf(BadInputException.class)
        .hasMessage("square query budget must be at least 1, not 0");
    assertThatThrownBy(() -> new Square(5000, 0, 0.8))
        .isInstanceOf(BadInputException.class)
        .hasMessage("square wants at least 1 restart, not 0");
    for (double share : new double[] {0, 1.1, Double.NaN}) {
      assertThatThrownBy(() -> new Square(5000, 1, share))
          .isInstanceOf(BadInputException.class)
          .hasMessage("square p_init must lie in (0, 1], not " + share);
    }
    assertThat(new Square().settings())
        .containsExactly(
            Map.entry("queries", 5000), Map.entry("restarts", 1), Map.entry("p_init", 0.8));
  }

  @Test
  void l0IsRefused() {
    assertThat(new Square().refuses(ThreatModel.parse("l0:3"), perceptron()))
        .hasValue("attack square has no form for l0, only for linf, l2 and l1");
    for (String threat : new String[] {"linf:0.1", "l2:1", "l1:1"}) {
      assertThat(new Square().refuses(ThreatModel.parse(threat), perceptron())).isEmpty();
    }
  }

  private static Oracle perceptron() {
    return Oracle.of(IMAGE, 3, Functions.perceptron(84, 3, 5));
  }

  private static float[][] samples(int n) {
    float[][] samples = new float[n][];
    for (int i = 0; i < n; i++) {
      samples[i] = Victims.pixels(84, 40 + i);
    }
    return samples;
  }
}
