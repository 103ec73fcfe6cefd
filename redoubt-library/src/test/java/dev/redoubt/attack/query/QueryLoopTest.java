package dev.redoubt.attack.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redoubt.data.Batch;
import dev.redoubt.data.InputSpec;
import dev.redoubt.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryLoopTest {
  private static final InputSpec LINE = new InputSpec(List.of(2), 0, 1);

  /** The sum of the two values. */
  private final Respondent sums = Respondent.of(LINE, 2, x -> new double[] {x[0] + x[1], 0});

  /** Questions of n points each, n chosen by turn; all answers are noted. */
  private static final class Scripted implements Question<Double> {
    private final IntUnaryOperator sizes;
    private final int turns;
    private final double first;
    private final List<Double> answers = new ArrayList<>();
    private int turn;
    private int written;

    Scripted(IntUnaryOperator sizes, int turns, double first) {
      this.sizes = sizes;
      this.turns = turns;
      this.first = first;
    }

    @Override
    public int points() {
      return sizes.applyAsInt(turn);
    }

    @Override
    public void write(float[] target, int offset) {
      target[offset] = (float) first;
      target[offset + 1] = written++ / 4096f;
    }

    @Override
    public void answered(Double answer, float[] points, int offset) {
      answers.add(answer);
      assertThat(answer).isEqualTo((double) points[offset] + points[offset + 1]);
    }

    @Override
    public Optional<Question<Double>> next() {
      turn++;
      return turn < turns ? Optional.of(this) : Optional.empty();
    }
  }

  /** The largest answer; ends at an answer above a bound. */
  private static final class Largest extends Best<Double> {
    private final double bound;
    private double largest = Double.NEGATIVE_INFINITY;

    Largest(float[] clean, double bound) {
      super(clean);
      this.bound = bound;
    }

    @Override
    protected boolean begin(Double answer) {
      return answer > bound;
    }

    @Override
    protected boolean take(Double answer, float[] points, int offset, int queries) {
      if (answer > largest) {
        largest = answer;
        keep(points, offset, queries);
      }
      return answer > bound;
    }

    @Override
    protected boolean met() {
      return largest > bound;
    }
  }

  private Respondent.Result run(
      Respondent model, int rows, int budget, double bound, List<Scripted> searches) {
    float[][] samples = new float[rows][2];
    long[] ids = LongStream.range(100, 100 + rows).toArray();
    return Respondent.Result.of(
        () -> {
          Batch batch = model.batch(ids, samples);
          return new QueryLoop(model, batch, batch.draws(1, ""))
              .run(
                  (points, numbers, draws) -> firstLogits(model.logits(points, draws)),
                  budget,
                  ground -> clean -> Optional.of(searches.get(ground.number())),
                  ground -> new Largest(ground.clean(), bound));
        });
  }

  private static List<Double> firstLogits(Tensor logits) {
    double[] values = logits.doubles();
    return IntStream.range(0, values.length / 2).mapToObj(i -> values[2 * i]).toList();
  }

  private static List<Scripted> scripts(int rows, IntUnaryOperator sizes, int turns) {
    return IntStream.range(0, rows).mapToObj(i -> new Scripted(sizes, turns, i / 64.0)).toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 100, 1023, 1024, 1025, 3000})
  void noBudgetIsExceededWhateverIsWished(int budget) {
    List<Scripted> searches = scripts(5, turn -> 700 + 600 * (turn % 2), Integer.MAX_VALUE);
    Respondent.Result result = run(sums, 5, budget, 9, searches);
    for (int row = 0; row < 5; row++) {
      assertThat(sums.asked(100 + row)).hasSize(budget);
      assertThat(searches.get(row).answers).hasSize(budget - 1);
      assertThat(result.steps()[row]).isEqualTo(budget);
    }
    assertThat(sums.sizes()).allMatch(size -> size <= QueryLoop.POINTS);
  }

  /** Questions of different lengths, cut by passes at different places, answered in their order. */
  @Test
  void answersComeInOrderAcrossPasses() {
    List<Scripted> searches = scripts(7, turn -> 1 + 331 * turn, 4);
    run(sums, 7, 1_000_000, 9, searches);
    int total = IntStream.range(0, 4).map(turn -> 1 + 331 * turn).sum();
    for (int row = 0; row < 7; row++) {
      double first = row / 64.0;
      List<Double> expected =
          IntStream.range(0, total).mapToObj(i -> first + (double) (i / 4096f)).toList();
      assertThat(searches.get(row).answers).isEqualTo(expected);
    }
    assertThat(sums.sizes().stream().skip(1).limit(3)).allMatch(size -> size > 1);
    assertThat(sums.sizes()).allMatch(size -> size <= QueryLoop.POINTS);
  }

  /** Full passes: as few as there are points for, but for the last turns of the longest row. */
  @Test
  void passesAreFilled() {
    run(sums, 40, 301, 9, scripts(40, turn -> 100, 1000));
    assertThat(sums.sizes().size()).isLessThanOrEqualTo(1 + 2 + 40 * 300 / QueryLoop.POINTS);
  }

  @Test
  void stepsAreTheQueriesUntilThePointWasFound() {
    // Point k of row r is r/64 + k/4096, and the bound .25 is passed by points k > 1024 - 64 r.
    Respondent.Result result = run(sums, 5, 5000, .25, scripts(5, turn -> 10, 1000));
    for (int row = 0; row < 5; row++) {
      assertThat(result.steps()[row]).isEqualTo(1 + (1024 - 64 * row) + 2);
      assertThat(result.points()[row][0] + result.points()[row][1]).isGreaterThan(.25f);
      // What was asked together with it was asked, and nothing after.
      assertThat(sums.asked(100 + row).size() - result.steps()[row]).isBetween(0, 9);
    }
  }

  @Test
  void endedAtTheCleanPointIsAQueryAndNoStep() {
    Respondent.Result result = run(sums, 3, 50, -1, scripts(3, turn -> 10, 1000));
    assertThat(sums.asked(101)).hasSize(1);
    assertThat(sums.sizes()).containsExactly(3);
    assertThat(result.points()[1]).containsExactly(0, 0);
  }

  /** A random model is asked anew by every question, and by the same question in any batch. */
  @Test
  void everyQuestionHasDrawsOfItsOwn() {
    run(sums, 3, 2500, 9, scripts(3, turn -> 7, Integer.MAX_VALUE));
    List<Double> together = sums.drawn(101);
    assertThat(new HashSet<>(together)).hasSize(2500);
    assertThat(sums.drawn(100)).doesNotContainAnyElementsOf(together.subList(0, 10));

    Respondent alone = Respondent.of(LINE, 2, x -> new double[] {x[0] + x[1], 0});
    Respondent.Result.of(
        () -> {
          Batch batch = alone.batch(new long[] {101}, new float[2]);
          return new QueryLoop(alone, batch, batch.draws(1, ""))
              .run(
                  (points, numbers, draws) -> firstLogits(alone.logits(points, draws)),
                  2500,
                  ground -> clean -> Optional.of(new Scripted(t -> 900, 1000, 1 / 64.0)),
                  ground -> new Largest(ground.clean(), 9));
        });
    assertThat(alone.drawn(101)).isEqualTo(together);
  }

  @Test
  void nothingOutsideOfTheBoxIsAskedAbout() {
    run(sums, 1, 300, 9, List.of(new Scripted(turn -> 10, 1000, -3)));
    for (float[] point : sums.asked(100)) {
      assertThat(point[0]).isBetween(0f, 1f);
    }
    run(sums, 1, 300, 9, List.of(new Scripted(turn -> 10, 1000, 7)));
    assertThat(sums.asked(100).get(500)[0]).isEqualTo(1f);
  }

  @Test
  void aQuestionAboutNothingIsAMistake() {
    assertThatThrownBy(() -> run(sums, 1, 300, 9, scripts(1, turn -> 1 - turn, 1000)))
        .isInstanceOf(IllegalStateException.class);
  }

  /** Large inputs pass in smaller batches, so that memory stays flat. */
  @Test
  void largeInputsPassByFewer() {
    InputSpec large = InputSpec.image(3, 1000, 1000);
    Respondent model = Respondent.of(large, 2, x -> new double[] {x[0], 0});
    Respondent.Result.of(
        () -> {
          Batch batch = model.batch(new long[] {1}, new float[3_000_000]);
          return new QueryLoop(model, batch, batch.draws(1, ""))
              .run(
                  (points, numbers, draws) -> firstLogits(model.logits(points, draws)),
                  6,
                  ground -> clean -> Optional.of(new Wide()),
                  ground -> new Largest(ground.clean(), 9));
        });
    assertThat(model.sizes()).containsExactly(1, 2, 2, 1);
  }

  /** Five grey points. */
  private static final class Wide implements Question<Double> {
    @Override
    public int points() {
      return 5;
    }

    @Override
    public void write(float[] target, int offset) {
      Arrays.fill(target, offset, offset + 3_000_000, .5f);
    }

    @Override
    public void answered(Double answer, float[] points, int offset) {}

    @Override
    public Optional<Question<Double>> next() {
      return Optional.empty();
    }
  }

  @Test
  void steepestDirectionsHaveNormOne() {
    double[] gradient = {3e-200, 0, -4e-200};
    new L2Geometry().steepest(gradient);
    assertThat(gradient).containsExactly(.6, 0, -.8);
    new LinfGeometry().steepest(gradient);
    assertThat(gradient).containsExactly(1, 0, -1);
    double[] none = new double[2];
    new L2Geometry().steepest(none);
    assertThat(none).containsExactly(0, 0);
  }
}
