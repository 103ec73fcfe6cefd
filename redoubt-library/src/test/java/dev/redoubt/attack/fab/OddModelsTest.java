package dev.redoubt.attack.fab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.attack.Attack;
import dev.redoubt.attack.Candidates;
import dev.redoubt.attack.Victims;
import dev.redoubt.data.Batch;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.ThreatModel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a search asks of a model, and models that answer badly. */
class OddModelsTest {
  private static final NetworkModel LINE = Victims.halfSpace(new float[] {1}, -0.75f, 0, 1);

  @ParameterizedTest
  @ValueSource(strings = {"linf:0.2", "l2:0.2", "l1:0.2"})
  void logitsThatAreNoNumbersSpoilNeitherTheirRowNorOthers(String threat) {
    // 0/0 in the second row.
    Watched model = new Watched(LINE, false, x -> x.dividedBy(x).times(x));
    Scope.run(
        () -> {
          for (Attack<GradientModel> attack :
              List.<Attack<GradientModel>>of(new Fab(3, 2), new FabT(new Fab(3, 2), 1))) {
            Batch batch = Victims.batch(new float[] {0.7f, 0, 0.6f}, 0, 0, 0);
            Tensor found =
                attack
                    .propose(
                        model,
                        batch,
                        ThreatModel.parse(threat),
                        Goal.untargeted(),
                        batch.draws(0, ""))
                    .points();
            assertThat(found.doubles())
                .containsExactly(new double[] {0.7525, 0, 0.7575}, within(1e-6));
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"linf:0.2", "l2:0.2", "l1:0.2"})
  void withoutGradientsItStaysWhereItIs(String threat) {
    Watched model = new Watched(LINE, false, x -> x.detached().times(1));
    Scope.run(
        () -> {
          Batch batch = Victims.batch(new float[] {0.7f, 0.2f}, 0, 0);
          Candidates found = propose(new Fab(3, 1), model, batch, threat);
          assertThat(found.points().floats()).containsExactly(0.7f, 0.2f);
          assertThat(found.steps()).containsExactly(3, 3);
        });
  }

  /** The first run starts at the clean point, the second at half the reach in some direction. */
  @ParameterizedTest
  @ValueSource(strings = {"linf:0.1", "l2:0.1", "l1:0.1"})
  void onlyRestartsStartElsewhere(String threat) {
    float[][] weight = {{0, 0, 0}, {0.1f, 0, 0}};
    Watched model =
        new Watched(Victims.linear(weight, new float[] {9, 0}, 0, 1), false, x -> x.times(1));
    Scope.run(
        () -> {
          Batch batch = Victims.batch(new float[] {0.5f, 0.4f, 0.6f}, 0);
          propose(new Fab(2, 2), model, batch, threat);
          assertThat(model.taped).hasSize(4);
          assertThat(model.taped.get(0)).containsExactly(batch.inputs().doubles());
          Tensor start = Tensors.of(model.taped.get(2), 1, 3);
          double away =
              ThreatModel.parse(threat).norm().distance(start, batch.inputs().like(start)).item();
          assertThat(away).isCloseTo(0.05, within(1e-6));
        });
  }

  /** A random model gets other draws in every pass, and a draw keyed by each row that passes. */
  @Test
  void everyPassHasDrawsOfItsOwn() {
    Watched model = new Watched(LINE, true, x -> x.times(1));
    Scope.run(
        () -> {
          Batch batch = Victims.batch(new float[] {0.7f, 0.2f}, 0, 0);
          Candidates found = propose(new Fab(3, 2), model, batch, "linf:0.1");
          // A single draw makes nothing sure, so that both rows stay to the end.
          assertThat(model.purposes).hasSize(1 + 2 * 2 * 3).doesNotHaveDuplicates();
          assertThat(found.points().doubles()[0]).isGreaterThan(0.75);
          assertThat(found.steps()).containsExactly(6, 6);
        });
  }

  private static Candidates propose(Fab fab, GradientModel model, Batch batch, String threat) {
    return fab.propose(
        model, batch, ThreatModel.parse(threat), Goal.untargeted(), batch.draws(1, "fab"));
  }

  /** Changes the inputs of a model and notes what it is asked. */
  private static final class Watched implements GradientModel {
    private final GradientModel inner;
    private final boolean random;
    private final UnaryOperator<Tensor> before;
    private final List<double[]> taped = new ArrayList<>();
    private final List<String> purposes = new ArrayList<>();

    Watched(GradientModel inner, boolean random, UnaryOperator<Tensor> before) {
      this.inner = inner;
      this.random = random;
      this.before = before;
    }

    private Tensor noted(Tensor x, Draws draws) {
      assertThat(draws.ids()).hasSize(x.rows());
      purposes.add(draws.purpose());
      return Layout.reshape(before.apply(x), x.shape());
    }

    @Override
    public Tensor logits(Tensor x, Draws draws) {
      return inner.logits(noted(x, draws), draws);
    }

    @Override
    public Tensor logitsOnTape(Tensor x, Draws draws) {
      taped.add(x.detached().doubles());
      return inner.logitsOnTape(noted(x, draws), draws);
    }

    @Override
    public String name() {
      return inner.name();
    }

    @Override
    public InputSpec input() {
      return inner.input();
    }

    @Override
    public int classes() {
      return inner.classes();
    }

    @Override
    public Declaration declares() {
      return new Declaration(new Declaration.Backward.Exact(), random);
    }
  }
}
