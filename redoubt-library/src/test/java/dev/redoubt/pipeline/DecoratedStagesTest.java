package dev.redoubt.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.Declaration.Backward;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.Observation;
import dev.redoubt.model.ScoreModel;
import dev.redoubt.pipeline.Ensemble.Combination;
import dev.redoubt.purify.BitDepth;
import dev.redoubt.purify.RandomNoise;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pipelines as weaker attackers see them, and with their draws fixed. */
final class DecoratedStagesTest {
  /** Doubles the distance to the middle, with a random shift; followed backwards as ten times. */
  private record Stretch() implements Purifier {
    @Override
    public String name() {
      return "stretch";
    }

    @Override
    public InputSpec takes() {
      return Toys.INPUT;
    }

    @Override
    public Tensor apply(Tensor x, Draws draws) {
      return x.times(2).plus(0.1, draws.gaussianLike(x));
    }

    @Override
    public Declaration declares() {
      return new Declaration(Toys.EXACT, true);
    }

    @Override
    public List<WeakerView> weaker() {
      return List.of(
          new WeakerView("bpda", Backward.Surrogate.identity()), new WeakerView("shaky", shaky()));
    }

    /** Ten times the input, and its own draws as a factor. */
    private static Backward.Surrogate shaky() {
      return new Backward.Surrogate(
          "something shaky", (x, draws) -> x.times(draws.gaussianLike(x)));
    }
  }

  /** The same, as it would be attacked if it declared its shaky surrogate itself. */
  private record Shaky() implements AroundPurifier {
    @Override
    public Purifier stage() {
      return new Stretch();
    }

    @Override
    public Declaration declares() {
      return new Declaration(Stretch.shaky(), true);
    }
  }

  private static final Pipeline STRETCHED = Pipeline.of(Toys.smooth(), new Stretch());

  private static Tensor points(int rows) {
    return Tensors.of(Toys.points(rows), rows, Toys.FEATURES);
  }

  /** Values and input gradients of the first logit. */
  @SuppressWarnings("ArrayRecordComponent") // taken apart, never compared
  private record Look(float[] values, double[] gradient) {
    static Look at(Pipeline pipeline, Tensor x, Draws draws) {
      return Scope.value(
          () -> {
            GradientModel view = (GradientModel) pipeline.adaptive(1);
            Tensor leaf = Autograd.variable(x);
            Tensor logits = view.logitsOnTape(leaf, draws);
            Tensor first = Reductions.sum(logits.times(Tensors.of(new float[] {1, 0, 0}, 1, 3)));
            return new Look(logits.floats(), view.gradient(first, leaf).doubles());
          });
    }
  }

  @Test
  void weakenedPipelinesComputeTheSameAndFollowSomethingElse() {
    assertThat(STRETCHED.weakerViews()).containsExactly("bpda", "shaky");
    Pipeline weakened = STRETCHED.weakened("bpda");
    Draws draws = Toys.draws(4);
    Look full = Look.at(STRETCHED, points(4), draws);
    Look weak = Look.at(weakened, points(4), draws);

    assertThat(weak.values()).isEqualTo(full.values());
    for (int i = 0; i < full.gradient().length; i++) {
      assertThat(weak.gradient()[i]).isCloseTo(full.gradient()[i] / 2, within(1e-6));
    }
    assertThat(full.gradient()).isNotEqualTo(new double[full.gradient().length]);
    assertThat(weakened.isRandom()).isTrue();
    assertThat(weakened.stages().get(0).name()).isEqualTo("stretch");
  }

  @Test
  void stagesWithoutTheViewStayAsTheyAre() {
    Stage bits = new BitDepth(3, Toys.INPUT);
    Pipeline both = Pipeline.of(Toys.smooth(), bits, new Stretch());

    assertThat(both.weakened("shaky").stages().get(0)).isSameAs(bits);
    assertThatThrownBy(() -> both.weakened("surrogate"))
        .isInstanceOf(BadInputException.class)
        .hasMessage("no stage has a weaker view 'surrogate'; there are [bpda, shaky]");
    assertThat(Pipeline.of(Toys.smooth(), bits).weakerViews()).isEmpty();
  }

  private static float[] deployed(Pipeline pipeline, Tensor x, Draws draws) {
    return Scope.value(() -> ((ScoreModel) pipeline.deployed()).logits(x, draws).floats());
  }

  /** Every row draws as sample 0 does, whoever asks, for whatever, and in whichever company. */
  @Test
  void fixedDrawsDependOnNothingButTheSeed() {
    Pipeline fixed =
        Pipeline.of(
                Toys.smooth(),
                new RandomNoise(.3, Toys.INPUT),
                Toys.Copies.noisy(3, Combination.MEAN_PROBABILITY))
            .withFixedDraws(7);
    Tensor one = points(1);
    float[] alone = deployed(fixed, one, Toys.draws(1));
    assertThat(fixed.isRandom()).isFalse();
    assertThat(deployed(fixed, one, new Draws(99, new long[] {5}, "other"))).isEqualTo(alone);
    float[] together = deployed(fixed, Layout.copies(one, 4), Toys.draws(4));
    for (int i = 0; i < together.length; i++) {
      assertThat(together[i]).isCloseTo(alone[i % alone.length], within(1e-5f));
    }
    assertThat(deployed(fixed.withFixedDraws(8), one, Toys.draws(1)))
        .as("what is fixed stays so")
        .isEqualTo(alone);
    Pipeline other = Pipeline.of(Toys.smooth(), new RandomNoise(.3, Toys.INPUT)).withFixedDraws(8);
    Pipeline noise = Pipeline.of(Toys.smooth(), new RandomNoise(.3, Toys.INPUT)).withFixedDraws(7);
    assertThat(deployed(other, one, Toys.draws(1)))
        .isNotEqualTo(deployed(noise, one, Toys.draws(1)));
  }

  /** Two noises one after the other are not the same noise twice. */
  @Test
  void stagesHaveFixedDrawsOfTheirOwn() {
    InputSpec input = Toys.INPUT;
    Stage noise = new RandomNoise(.3, input);
    List<Stage> fixed = Pipeline.of(Toys.smooth(), noise, noise).withFixedDraws(7).stages();
    float[] first = ((Purifier) fixed.get(0)).apply(points(1), Toys.draws(1)).floats();
    float[] second = ((Purifier) fixed.get(1)).apply(points(1), Toys.draws(1)).floats();

    assertThat(second).isNotEqualTo(first);
  }

  /** Surrogates draw as the stage does, also where the draws are fixed. */
  @Test
  void surrogatesGetTheFixedDrawsToo() {
    Pipeline fixed = Pipeline.of(Toys.smooth(), new Shaky()).withFixedDraws(7);
    Look one = Look.at(fixed, points(3), Toys.draws(3));
    Look other = Look.at(fixed, points(3), new Draws(4, new long[] {8, 9, 10}, "elsewhere"));

    assertThat(other.gradient()).isEqualTo(one.gradient());
    assertThat(one.gradient()).isNotEqualTo(new double[one.gradient().length]);
  }

  /** Attackers of a fixed ensemble take all of its copies, which are what it is. */
  @Test
  void fixedEnsemblesAreAttackedWhole() {
    Pipeline random =
        Pipeline.of(Toys.smooth(), Toys.Copies.noisy(3, Combination.MEAN_PROBABILITY));

    assertThat(random.withFixedDraws(7).adaptive(1).passes()).isEqualTo(3);
  }

  /** A detector that draws. */
  private record Dice() implements Detector {
    @Override
    public String name() {
      return "dice";
    }

    @Override
    public InputSpec takes() {
      return Toys.INPUT;
    }

    @Override
    public Declaration declares() {
      return new Declaration(Toys.EXACT, true, true);
    }

    @Override
    public Tensor score(Observation seen, Rest rest, Tensor x, Draws draws) {
      return draws.uniformPerSample(x);
    }

    @Override
    public double threshold() {
      return .9;
    }
  }

  @Test
  void whatCanNotBeFixedIsRefused() {
    assertThatThrownBy(() -> Pipeline.of(Toys.smooth(), new Dice()).withFixedDraws(7))
        .isInstanceOf(BadInputException.class)
        .hasMessage("stage dice is random, and its draws can't be fixed");
  }
}
