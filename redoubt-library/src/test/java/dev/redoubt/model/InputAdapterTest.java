package dev.redoubt.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.data.InputSpec;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.operator.Linear;
import dev.redoubt.nn.operator.Normalize;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The way from pixels [2, 1, 2] to a linear model of channels-last features. */
class InputAdapterTest {
  /** Scores are the input's first value, and a sum that tells the places of all values. */
  private static final float[] WEIGHT = {1, 0, 0, 0, 1, 10, 100, 1000};

  private static final InputAdapter ADAPTER =
      new InputAdapter(
          List.of(2, 1, 2),
          List.of(4),
          true,
          Optional.of(new Normalize(List.of(1.0, 2.0), List.of(1.0, 10.0))));

  private static Network linear() {
    return Network.of(
        Graph.builder().then("fc", new Linear(4, 2, false)).build(), Map.of("fc.weight", WEIGHT));
  }

  private static GradientModel behindAdapter() {
    NetworkModel inner = new NetworkModel("m", linear(), new InputSpec(List.of(4), 0, 1), 2);
    return (GradientModel) AdaptedModel.of(inner, ADAPTER, 0, 1);
  }

  /** Channel 0 is 5 and 6, channel 1 is 32 and 42; normalised 4, 5 and 3, 4. */
  private static Tensor pixels() {
    return Tensors.of(new float[] {5, 6, 32, 42}, 1, 2, 1, 2);
  }

  @Test
  void normalisesThenMovesTheChannels() {
    double[] expected = {4, 4 + 10 * 3 + 100 * 5 + 1000 * 4};
    Network own = linear();
    GradientModel prefixed =
        new NetworkModel(
            "p",
            own.withGraph(ADAPTER.before(own.graph())),
            new InputSpec(List.of(2, 1, 2), 0, 1),
            2);

    for (GradientModel model : List.of(behindAdapter(), prefixed)) {
      assertThat(model.input().shape()).containsExactly(2, 1, 2);
      assertThat(model.logits(pixels(), Draws.NONE).doubles())
          .containsExactly(expected, within(1e-3));
      Tensor x = Autograd.variable(pixels());
      Tensor second = Reductions.max(model.logitsOnTape(x, Draws.NONE), 1);
      assertThat(model.gradient(Reductions.sum(second), x).doubles())
          .containsExactly(new double[] {1, 100, 1, 100}, within(1e-3));
    }
  }

  /** As when a converted model is adapted once more. */
  @Test
  void adaptedTwice() {
    Network own = linear();
    InputAdapter shift =
        new InputAdapter(
            List.of(2, 1, 2),
            List.of(2, 1, 2),
            false,
            Optional.of(new Normalize(List.of(1.0), List.of(1.0))));
    Graph once = ADAPTER.before(own.graph());
    NetworkModel twice =
        new NetworkModel(
            "p", own.withGraph(shift.before(once)), new InputSpec(List.of(2, 1, 2), 0, 1), 2);
    float[] more = {6, 7, 33, 43};

    assertThat(twice.logits(Tensors.of(more, 1, 2, 1, 2), Draws.NONE).doubles())
        .containsExactly(behindAdapter().logits(pixels(), Draws.NONE).doubles(), within(1e-3));
  }

  @Test
  void runsInDoublePrecision() {
    LabelModel twin = ((DoublePrecision) behindAdapter()).inDoublePrecision().orElseThrow();

    Tensor logits = ((ScoreModel) twin).logits(pixels().to(DType.FLOAT64), Draws.NONE);
    assertThat(logits.dtype()).isEqualTo(DType.FLOAT64);
  }

  @Test
  void nothingToDoIsNothing() {
    NetworkModel inner = new NetworkModel("m", linear(), new InputSpec(List.of(4), 0, 1), 2);
    InputAdapter none = new InputAdapter(List.of(4), List.of(4), false, Optional.empty());

    assertThat(none.isIdentity()).isTrue();
    assertThat(AdaptedModel.of(inner, none, 0, 1)).isSameAs(inner);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> new InputAdapter(List.of(3), List.of(4), false, Optional.empty()))
        .isInstanceOf(BadInputException.class);
    assertThatThrownBy(() -> new InputAdapter(List.of(4), List.of(4), true, Optional.empty()))
        .isInstanceOf(BadInputException.class);
    Normalize three = new Normalize(List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0));
    assertThatThrownBy(
            () -> new InputAdapter(List.of(2, 1, 2), List.of(4), true, Optional.of(three)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("3 means");
  }
}
