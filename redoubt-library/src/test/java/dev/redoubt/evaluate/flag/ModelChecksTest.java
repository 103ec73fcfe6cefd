package dev.redoubt.evaluate.flag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.attack.Victims;
import dev.redoubt.data.Batch;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Neural;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** Each sign is seen where it is, and nowhere else. */
class ModelChecksTest {
  private static final NetworkModel PLAIN = Victims.perceptron(6, 4, 3);

  /** Something put behind the logits of a plain network. */
  private record Behind(boolean random, BiFunction<Tensor, Draws, Tensor> change)
      implements GradientModel {
    @Override
    public Tensor logitsOnTape(Tensor x, Draws draws) {
      return change.apply(PLAIN.logitsOnTape(x, draws), draws);
    }

    @Override
    public Tensor logits(Tensor x, Draws draws) {
      return Autograd.noGrad(() -> logitsOnTape(x, draws));
    }

    @Override
    public String name() {
      return "behind";
    }

    @Override
    public InputSpec input() {
      return PLAIN.input();
    }

    @Override
    public int classes() {
      return 4;
    }

    @Override
    public Declaration declares() {
      return new Declaration(new Declaration.Backward.Exact(), random);
    }
  }

  private static List<Flag.Kind> kinds(GradientModel model, boolean averaged) {
    return Scope.value(
        () -> {
          Batch clean = Victims.batch(Victims.pixels(8 * 6, 3), new int[8]);
          Batch batch =
              new Batch(
                  clean.ids(), clean.inputs(), PLAIN.predict(clean.inputs(), clean.draws(0, "")));
          List<Flag> flags = ModelChecks.of(model, batch, averaged, 1);
          assertThat(flags).allMatch(flag -> flag.finding().endsWith("."));
          assertThat(flags).allMatch(flag -> flag.advice().endsWith("."));
          return flags.stream().map(Flag::kind).toList();
        });
  }

  @Test
  void plainNetworkHasNone() {
    assertThat(kinds(PLAIN, false)).isEmpty();
  }

  @Test
  void probabilitiesAreTold() {
    assertThat(kinds(new Behind(false, (z, d) -> Neural.softmax(z)), false))
        .containsExactly(Flag.Kind.SOFTMAX_OUTPUTS);
    // Sums to 1 by chance of construction, but is no distribution.
    assertThat(kinds(new Behind(false, (z, d) -> Neural.softmax(z).times(81).minus(20)), false))
        .isEmpty();
  }

  @Test
  void randomnessThatIsNotDeclaredIsSeen() {
    BiFunction<Tensor, Draws, Tensor> noise = (z, d) -> z.plus(.01, d.of("noise").gaussianLike(z));
    assertThat(kinds(new Behind(false, noise), false)).containsExactly(Flag.Kind.RANDOMIZED);
    assertThat(kinds(new Behind(true, noise), false)).containsExactly(Flag.Kind.RANDOMIZED);
    assertThat(kinds(new Behind(true, noise), true)).isEmpty();
  }

  @Test
  void gradientsThatVanishAreCounted() {
    assertThat(kinds(new Behind(false, (z, d) -> Elementwise.round(z.times(100))), false))
        .containsExactly(Flag.Kind.ZERO_GRADIENTS);
    // The margin still has a gradient where cross-entropy has none.
    List<Flag> flat =
        Scope.value(
            () -> {
              Batch clean = Victims.batch(Victims.pixels(8 * 6, 3), new int[8]);
              Batch batch =
                  new Batch(
                      clean.ids(),
                      clean.inputs(),
                      PLAIN.predict(clean.inputs(), clean.draws(0, "")));
              return ModelChecks.of(new Behind(false, (z, d) -> z.times(1e6)), batch, false, 1);
            });
    assertThat(flat).extracting(Flag::kind).containsExactly(Flag.Kind.ZERO_GRADIENTS);
    assertThat(flat.get(0).finding()).contains("on 0 of 8 clean samples for the margin, on 8");
    assertThat(flat.get(0).advice()).contains("apgd-dlr");
  }
}
