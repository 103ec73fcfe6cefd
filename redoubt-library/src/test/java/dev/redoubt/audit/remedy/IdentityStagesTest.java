package dev.redoubt.audit.remedy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.attack.Victims;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.Declaration.Backward;
import dev.redoubt.model.GradientModel;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.testing.FiniteDifferences;
import java.util.List;
import org.junit.jupiter.api.Test;

final class IdentityStagesTest {
  private static final IdentityStages REMEDY = new IdentityStages();
  private static final Backward NONE = new Backward.None();
  private static final Backward EXACT = new Backward.Exact();
  private static final Backward TWICE =
      new Backward.Surrogate("twice the identity", (x, draws) -> x.times(2));

  private static Pipeline remedied(Pipeline pipeline) {
    return REMEDY.of(pipeline, Subjects.batch()).orElseThrow();
  }

  /** Of the classifier at the steps' values. */
  private static double[] throughSteps(Tensor input) {
    Tensor x = Subjects.steps(NONE).apply(input, Draws.NONE);
    return Subjects.gradient(Subjects.smooth(), x, Subjects.draws(Subjects.batch()));
  }

  @Test
  void stagesThatLieOrHaveNothingBecomeTheIdentity() {
    for (Backward backward : List.of(NONE, EXACT)) {
      Scope.run(
          () -> {
            Pipeline pipeline = Pipeline.of(Subjects.smooth(), Subjects.steps(backward));
            Pipeline remedied = remedied(pipeline);
            assertThat(Subjects.gradient(remedied))
                .containsExactly(throughSteps(Subjects.batch().inputs()));
            assertThat(Subjects.onTape(remedied)).containsExactly(Subjects.deployed(pipeline));
            Subjects.judgeAlike(remedied, pipeline);
            Subjects.rowsAreTheirOwn(remedied);
          });
    }
  }

  @Test
  void surrogatesStay() {
    Scope.run(
        () -> {
          Pipeline pipeline =
              Pipeline.of(Subjects.smooth(), Subjects.steps(NONE), Subjects.steps(TWICE));
          double[] twice = Subjects.gradient(remedied(pipeline));
          Tensor steps = Subjects.steps(NONE).apply(Subjects.batch().inputs(), Draws.NONE);
          double[] once = throughSteps(steps);
          for (int i = 0; i < once.length; i++) {
            assertThat(twice[i]).isEqualTo(2 * once[i]);
          }
        });
  }

  /** Attackers take one copy of random ensembles, whatever their number. */
  @Test
  void copiesHaveTheGradientOfUnchangedOnes() {
    Scope.run(
        () -> {
          Pipeline pipeline = Pipeline.of(Subjects.smooth(), new Subjects.Copies(7));
          assertThat(pipeline.adaptive(1)).isNotInstanceOf(GradientModel.class);
          Pipeline remedied = remedied(pipeline);
          GradientModel view = (GradientModel) remedied.adaptive(3);
          Tensor x = Autograd.variable(Subjects.batch().inputs());
          Tensor logits = view.logitsOnTape(x, Subjects.draws(Subjects.batch()));
          assertThat(logits.shape()).containsExactly(Subjects.ROWS, Subjects.CLASSES);
          Tensor value = FiniteDifferences.weighted(logits, Subjects.coefficients(Subjects.ROWS));
          assertThat(view.gradient(value, x).doubles()).doesNotContain(0);
        });
  }

  @Test
  void nothingIsDoneWhereNothingCanBe() {
    InputSpec wide = new InputSpec(List.of(Subjects.FEATURES - 1), 0, 1);
    Subjects.Change narrow =
        new Subjects.Change(
            "narrow",
            wide,
            new Declaration(NONE, false),
            (x, draws) -> Layout.columns(x, 0, Subjects.FEATURES - 1));
    GradientModel behind = Victims.perceptron(4, 3, 1);
    for (Pipeline pipeline :
        List.of(
            Pipeline.of(behind, narrow),
            Pipeline.of(Subjects.smooth()),
            Pipeline.of(Subjects.smooth(), Subjects.steps(TWICE)),
            Pipeline.of(Subjects.smooth(), new Subjects.Alarm()))) {
      assertThat(REMEDY.of(pipeline, Subjects.batch())).isEmpty();
    }
  }
}
