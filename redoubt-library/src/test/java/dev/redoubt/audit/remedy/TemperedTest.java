package dev.redoubt.audit.remedy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.attack.LossGradient;
import dev.redoubt.data.Batch;
import dev.redoubt.loss.CrossEntropy;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.operator.Constant;
import dev.redoubt.nn.operator.Multiply;
import dev.redoubt.nn.operator.Softmax;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.threat.Goal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What is saturated: {@link Tempered}, {@link Precise}, {@link EarlierLogits}, in turn. */
final class TemperedTest {
  /** Logits times a factor. */
  private static NetworkModel scaled(float factor, Consumer<Graph.Builder> end) {
    return Subjects.smooth(
        builder -> {
          String logits = builder.last();
          String constant = builder.add("factor", new Constant(List.of(1L)));
          builder.add("scaled", new Multiply(), logits, constant);
          end.accept(builder);
        },
        Map.of("factor.value", new float[] {factor}));
  }

  private static double[] ceGradient(Pipeline pipeline) {
    Batch batch = Subjects.batch();
    int[] labels = pipeline.deployed().predict(batch.inputs(), Subjects.draws(batch)).ints();
    return LossGradient.at(
            Subjects.view(pipeline),
            batch.inputs(),
            Tensors.ofInts(labels),
            Goal.untargeted(),
            new CrossEntropy(),
            Subjects.draws(batch))
        .gradient()
        .doubles();
  }

  /** Of the fp64 twin, in fp64 from end to end. */
  private static double[] exactCeGradient(NetworkModel model) {
    Batch batch = Subjects.batch();
    Draws draws = Subjects.draws(batch);
    Tensor labels = model.predict(batch.inputs(), draws);
    return LossGradient.at(
            model.inDoublePrecision().orElseThrow(),
            batch.inputs().to(DType.FLOAT64),
            labels,
            Goal.untargeted(),
            new CrossEntropy(),
            draws)
        .gradient()
        .doubles();
  }

  @Test
  void logitsAreDividedByTheirMedianMargin() {
    Scope.run(
        () -> {
          Pipeline plain = Pipeline.of(Subjects.smooth());
          Pipeline huge = Pipeline.of(scaled(4096, end -> {}));
          assertThat(ceGradient(huge)).containsOnly(0);
          Pipeline remedied = new Tempered().of(huge, Subjects.batch()).orElseThrow();
          double[] logits = Subjects.deployed(huge);
          double[] margins = new double[Subjects.ROWS];
          for (int row = 0; row < margins.length; row++) {
            double[] own = Arrays.copyOfRange(logits, 3 * row, 3 * row + 3);
            Arrays.sort(own);
            margins[row] = own[2] - own[1];
          }
          Arrays.sort(margins);
          double[] values = Subjects.onTape(remedied);
          double[] gradient = Subjects.gradient(remedied);
          double[] before = Subjects.gradient(plain);
          for (int i = 0; i < values.length; i++) {
            assertThat(values[i]).isCloseTo(logits[i] / margins[2], within(1e-5));
          }
          for (int i = 0; i < before.length; i++) {
            assertThat(gradient[i])
                .isCloseTo(
                    before[i] * 4096 / margins[2], within(1e-4 * (1 + Math.abs(gradient[i]))));
          }
          assertThat(ceGradient(remedied)).doesNotContain(0);
          Batch batch = Subjects.batch();
          assertThat(
                  Subjects.view(remedied)
                      .logitsOnTape(batch.inputs(), Subjects.draws(batch))
                      .doubles())
              .containsExactly(logits);
          Subjects.judgeAlike(remedied, huge);
          Subjects.rowsAreTheirOwn(remedied);
        });
  }

  @Test
  void smallLogitsAndRejectionAreLeftAlone() {
    Batch clean = Subjects.batch();
    assertThat(new Tempered().of(Pipeline.of(scaled(.01f, end -> {})), clean)).isEmpty();
    assertThat(new Tempered().of(Pipeline.of(scaled(0, end -> {})), clean)).isEmpty();
    Pipeline rejecting = Pipeline.of(scaled(4096, end -> {}), new Subjects.Alarm());
    assertThat(new Tempered().of(rejecting, clean)).isEmpty();
  }

  @Test
  void doublePrecisionSeesWhatSingleRoundsAway() {
    Scope.run(
        () -> {
          NetworkModel model = scaled(14, end -> {});
          Pipeline large = Pipeline.of(model);
          Pipeline remedied = new Precise().of(large, Subjects.batch()).orElseThrow();
          double[] exact = exactCeGradient(model);
          double[] precise = ceGradient(remedied);
          double[] single = ceGradient(large);
          double off = 0;
          for (int i = 0; i < exact.length; i++) {
            assertThat(precise[i] / exact[i]).isCloseTo(1, within(1e-4));
            off = Math.max(off, Math.abs(single[i] / exact[i] - 1));
          }
          assertThat(off).isGreaterThan(.1);
          Subjects.judgeAlike(remedied, large);
          Subjects.rowsAreTheirOwn(remedied);
        });
  }

  @Test
  void whatHasNoTwinCannotBePrecise() {
    Pipeline pipeline = Pipeline.of(new Toy(x -> x, false));
    assertThat(new Precise().of(pipeline, Subjects.batch())).isEmpty();
  }

  @Test
  void aLastSoftmaxIsLeftOut() {
    Scope.run(
        () -> {
          NetworkModel model = scaled(4096, end -> end.then("p", new Softmax(1)));
          Pipeline saturated = Pipeline.of(model);
          assertThat(Subjects.gradient(saturated)).containsOnly(0);
          Pipeline remedied = new EarlierLogits().of(saturated, Subjects.batch()).orElseThrow();
          Pipeline before = Pipeline.of(Subjects.smooth());
          assertThat(Subjects.onTape(remedied)).containsExactly(Subjects.deployed(before));
          assertThat(Subjects.gradient(remedied)).containsExactly(Subjects.gradient(before));
          assertThat(ceGradient(remedied)).doesNotContain(0);
          Subjects.judgeAlike(remedied, saturated);
          Pipeline first =
              new InTurn(new EarlierLogits(), new IdentityStages())
                  .of(saturated, Subjects.batch())
                  .orElseThrow();
          assertThat(Subjects.gradient(first)).containsExactly(Subjects.gradient(before));
          Tensor off = Subjects.batch().inputs();
          Draws draws = Subjects.draws(Subjects.batch());
          assertThat(Subjects.view(remedied).logitsOnTape(off, draws).doubles())
              .containsExactly(Subjects.deployed(saturated));
        });
  }

  @Test
  void logitsThatAreNotEarlierStay() {
    Batch clean = Subjects.batch();
    assertThat(new EarlierLogits().of(Pipeline.of(Subjects.smooth()), clean)).isEmpty();
    NetworkModel softmax = Subjects.smooth(end -> end.then("p", new Softmax(1)));
    assertThat(new EarlierLogits().of(Pipeline.of(softmax, new Subjects.Alarm()), clean)).isEmpty();
    assertThat(new InTurn(new EarlierLogits()).of(Pipeline.of(Subjects.smooth()), clean)).isEmpty();
  }
}
